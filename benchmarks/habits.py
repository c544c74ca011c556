"""What people do on the page while they try it: mostly Pause and Play, now and then something else."""

import asyncio
import time
from random import Random

from benchmarks.websocket_visitor import Visitor
from playground.plans import MOST

SENTENCES = ("i am not at all sad", "this was not good earlier", "i am very happy right now", "this is bad")
LEARNING_RATES = ("0.02", "0.03", "0.05", "0.07")


async def arrive(visitor: Visitor, after: float) -> None:
    """Come after so many seconds, and press Play."""
    await asyncio.sleep(after)
    await visitor.open()
    await visitor.click("play")


async def sweep(visitor: Visitor) -> None:
    """Try as many seeds as there can be of what is shown, side by side."""
    await visitor.set("tabs", "Runs")
    await visitor.set("runs_view", "Luck or skill")
    await visitor.set("luck_seeds", MOST)
    await visitor.click("start_luck")


async def try_out(visitor: Visitor, chance: Random, until: float) -> None:
    """Do something every one to three seconds, until a moment of `time.perf_counter`."""
    while (pause := chance.uniform(1, 3)) < until - time.perf_counter():
        await asyncio.sleep(pause)
        await _something(visitor, chance.random(), chance)
    await asyncio.sleep(max(0.0, until - time.perf_counter()))


async def _something(visitor: Visitor, dice: float, chance: Random) -> None:
    if dice < 0.8:
        await visitor.click("pause" if visitor.page.playing else "play")
    elif dice < 0.88:
        await visitor.set("sentence", chance.choice(SENTENCES))
    elif dice < 0.96:
        await visitor.set("learning_rate", chance.choice(LEARNING_RATES))
    else:
        await visitor.click("reset")
        await visitor.click("play")
