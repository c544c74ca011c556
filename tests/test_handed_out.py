"""What a download button makes is there until a browser has fetched it, and not for ever."""

import asyncio
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest
from streamlit.runtime import media_file_manager

from playground.views.handed_out import KEPT, keep_files_a_while
from tests.carrier import Carrier
from tests.clock import Clock
from tests.running import Server, start_server
from tests.test_load import told


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start_server(tmp_path_factory.mktemp("server") / "log.txt")
    yield running
    running.stop()


def test_a_file_is_there_though_others_have_had_their_pages_drawn_meanwhile(server):
    async def story() -> bytes:
        one, other = [await Carrier(server.url, "epochs=50").open() for _ in range(2)]
        await one.tab("Data")
        url = await one.handed_out("download")
        for _ in range(4):
            await other.click("step")
        data = await asyncio.to_thread(lambda: urllib.request.urlopen(urllib.parse.urljoin(server.url, url)).read())
        for visitor in (one, other):
            await visitor.leave()
            assert visitor.errors == []
        return bytes(data)

    found: list[bytes] = []

    async def kept() -> None:
        found.append(await story())

    told(kept())
    assert found[0].decode("utf-8-sig").startswith("sentence,label,split\r\n")
    assert server.log() == ""


class Metadata:
    """As Streamlit's, of which a second look throws away what the first has marked."""

    marked = False

    def mark_for_delete(self) -> None:
        self.marked = True


def test_it_is_let_go_once_it_has_been_nobodys_for_a_while(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(media_file_manager, "MediaFileMetadata", type("Own", (Metadata,), {}))
    made = media_file_manager.MediaFileMetadata
    keep_files_a_while(clock)
    keep_files_a_while(clock)
    file = made()
    file.mark_for_delete()
    clock.now += KEPT - 1
    file.mark_for_delete()
    assert not file.marked
    clock.now += 1
    file.mark_for_delete()
    assert file.marked


def test_another_version_without_these_names_is_left_alone(monkeypatch):
    monkeypatch.delattr(media_file_manager, "MediaFileMetadata")
    keep_files_a_while()
