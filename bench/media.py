"""How fast films leave the house: `python -m bench.media`.

Ranges of 500 KB and of 40 KB (a segment at 1 Mbit/s, one of sound alone) are asked for by wrk with signed addresses,
of our raw ASGI function under granian with one worker, and in the same run of nginx with the block of
`deploy/nginx.conf`, which checks the same addresses. The limit: a full 1 Gbit/s line (125 MB/s) of large ranges.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.video.real_servers import NGINX, free_port, start_granian, start_nginx

SECONDS = 5
CONNECTIONS = 16
LINE_MB = 125
SECRET = "a word for the bench"  # noqa: S105 -- of servers that live for a minute
SIZES = (500_000, 40_000)
FILE_BYTES = 64 * 2**20
SCRIPT = """
local size, whole = {size}, {whole}
request = function()
  local begin = math.random(0, whole - size)
  return wrk.format("GET", nil, {{["Range"] = "bytes=" .. begin .. "-" .. (begin + size - 1)}})
end
"""


def signed_address() -> str:
    """Return the signed address of the file that is served."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "nastavnik.config.settings", "MEDIA_SIGNATURE": "nginx"}
    os.environ |= {"MEDIA_SECRET": SECRET, "SECRET_KEY": "bench"}
    import django  # noqa: PLC0415 -- the environment had to be named before

    django.setup()
    from nastavnik.video.models import Video  # noqa: PLC0415 -- the same
    from nastavnik.video.selectors.media import signed_media  # noqa: PLC0415 -- the same

    now = datetime.now(tz=UTC)  # noqa: TID251 -- the servers look at the real clock
    film = Video(token="film2345", build="build2345")  # noqa: S106 -- a public name
    return f"{signed_media(film, now).base_url}v720.m4s"


def load(address: str, size: int, folder: Path) -> tuple[float, str]:
    """Return requests a second and the slowest of a hundred, as wrk tells them."""
    script = folder / "range.lua"
    script.write_text(SCRIPT.format(size=size, whole=FILE_BYTES), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", str(script), address]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told:
        raise RuntimeError(told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    slowest = re.search(r"99%\s+(\S+)", told)
    assert rate is not None
    assert slowest is not None
    return float(rate.group(1)), slowest.group(1)


def tell(name: str, size: int, rate: float, slowest: str) -> float:
    """Print a line of the table; return MB a second."""
    megabytes = rate * size / 1e6
    print(f"{name:<10}{size // 1000:>5} KB {rate:>9.0f} req/s {megabytes:>8.0f} MB/s   p99 {slowest}")
    return megabytes


def main() -> int:
    """Measure both servers; 1 when ours cannot fill the line."""
    missing = [name for name, found in (("wrk", shutil.which("wrk")), ("nginx", NGINX)) if not found]
    if missing:
        print(f"not measured: no {' and no '.join(missing)} on this machine")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["NASTAVNIK_DATA"] = str(folder)
        media = folder / "media" / "film2345" / "build2345"
        media.mkdir(parents=True)
        (media / "v720.m4s").write_bytes(os.urandom(FILE_BYTES))
        return measure(folder)


def measure(folder: Path) -> int:
    """Start both servers and ask both for both sizes."""
    address, ports = signed_address(), (free_port(), free_port())
    ours = start_granian(folder, ports[0], MEDIA_SIGNATURE="nginx", MEDIA_SECRET=SECRET, SECRET_KEY="bench")  # noqa: S106 -- as above
    peer = start_nginx(folder, folder / "media", SECRET, ports[1])
    filled = []
    try:
        for size in SIZES:
            peers = tell("nginx", size, *load(f"http://127.0.0.1:{ports[1]}{address}", size, folder))
            megabytes = tell("ours", size, *load(f"http://127.0.0.1:{ports[0]}{address}", size, folder))
            print(f"{'':<10}ours ÷ nginx {megabytes / peers:.2f}")
            filled.append(megabytes)
    finally:
        os.killpg(ours.pid, signal.SIGTERM)
        peer.terminate()
        ours.wait()
        peer.wait()
    return 0 if filled[0] >= LINE_MB else 1


if __name__ == "__main__":
    sys.exit(main())
