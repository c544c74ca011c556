"""Driving the page as a person would: a real Chromium, and a visitor who notices what goes wrong."""

import shutil

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request

from tests.running import Server

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def launch(playwright: Playwright, path: str | None) -> Browser:
    """Start a Chromium that asks nobody outside for anything."""
    return playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)


class Visitor:
    """One person with a browser window of their own, who notices whatever goes wrong."""

    def __init__(self, browser: Browser, server: Server, query: str = "", **context: object) -> None:
        server.check_alive()
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **context})
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.on("request", lambda request: self._requested(request, server.url))
        self.page.goto(f"{server.url}/{query}")
        self.page.get_by_role("button", name="Reset").wait_for(timeout=30_000)
        self.page.wait_for_selector(".rnn-status")
        self.settle()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def _requested(self, request: Request, url: str) -> None:
        if not request.url.startswith((url, url.replace("http", "ws"), "data:", "blob:")):
            self.complaints.append(f"request to {request.url}")

    def settle(self) -> None:
        """Wait until the page stands still."""
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        self.page.wait_for_selector('[data-testid="stVegaLiteChart"] svg')
        # Streamlit fetches the code of a widget when one is first drawn, and shows a taller block until it is there.
        self.page.wait_for_selector('[data-testid="stSkeleton"]', state="detached")

    def press(self, name: str) -> None:
        """Click the button of this name."""
        self.page.get_by_role("button", name=name).click()

    def open_panel(self) -> None:
        """Open the panel for sentences of one's own."""
        self.press("Use your own sentences")
        self.page.locator(".st-key-upload").wait_for()

    def upload(self, name: str, data: bytes) -> None:
        """Choose a file in the panel."""
        chosen = {"name": name, "mimeType": "text/plain", "buffer": data}
        self.page.locator(".st-key-upload input[type=file]").set_input_files(files=[chosen])

    def use(self, name: str, data: bytes) -> None:
        """Load sentences of one's own and use them."""
        self.open_panel()
        self.upload(name, data)
        self.press("Use this dataset")
        self.page.locator(".st-key-upload").wait_for(state="detached")
        self.settle()

    def tab(self, name: str) -> None:
        """Open a tab below the run."""
        self.page.get_by_role("tab", name=name).click()
        self.settle()

    def choose(self, name: str) -> None:
        """Press one of several choices."""
        self.page.get_by_role("radio", name=name, exact=True).or_(
            self.page.get_by_role("button", name=name, exact=True)
        ).first.click()
        self.settle()

    def select(self, label: str, option: str) -> None:
        """Take an option of a select box."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.settle()

    def status(self) -> str:
        """The sentence that tells what is happening."""
        return self.page.inner_text(".rnn-status").replace("\u00a0", " ")

    def epoch(self) -> int:
        """The epoch the page shows."""
        return int(self.status().split()[1])

    def wait_for_epoch(self, epoch: int) -> None:
        """Wait until the page shows this epoch or a later one."""
        self.page.wait_for_function(
            "n => +document.querySelector('.rnn-status')?.innerText.split(' ')[1] >= n", arg=epoch, timeout=60_000
        )

    def wait_for_status(self, words: str) -> None:
        """Wait until the status says this."""
        self.page.wait_for_function(
            "words => document.querySelector('.rnn-status')?.innerText.includes(words)", arg=words, timeout=60_000
        )

    def fingerprint(self) -> str:
        """What the page shows when a run has ended."""
        self.wait_for_status("Fingerprint")
        return self.status().split("weights: ")[1].split()[0]

    def leave(self) -> None:
        """Close the window; whatever went wrong is told now."""
        exceptions = self.page.locator('[data-testid="stException"]').count()
        self.context.close()
        assert not exceptions
        assert not self.complaints, self.complaints
