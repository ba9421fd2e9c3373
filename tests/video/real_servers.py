"""Real servers on loopback: granian with the whole school, nginx with the block of `deploy/nginx.conf`."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
NGINX_BLOCK = re.compile(r"^ {4}location (?:~ \"\^/m/|@next_piece).*?^ {4}\}$", re.DOTALL | re.MULTILINE)
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environ_of(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    return {**kept, "NASTAVNIK_DATA": str(data), "SECRET_KEY": "real", "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", **more}


def start_granian(data: Path, port: int, **more: str) -> subprocess.Popen[bytes]:
    """Start the school on `port` in a process group of its own and wait until it answers."""
    command = [str(BIN / "granian"), "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    command += ["--log-level", "warning", "nastavnik.config.asgi:application"]
    process = subprocess.Popen(command, env=environ_of(data, **more), start_new_session=True)
    wait_for(f"http://127.0.0.1:{port}/uploads/", process)
    return process


def start_nginx(folder: Path, media: Path, secret: str, port: int, *, school: int = 9) -> subprocess.Popen[bytes]:
    """Start nginx with the films' blocks of `deploy/nginx.conf`, its secret and folder changed as it says.

    `school`: the port of the school behind it; nobody answers at the one that stands here.
    """
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    block = "\n".join(NGINX_BLOCK.findall(text))
    block = block.replace("CHANGE-this-word", secret).replace("/var/lib/nastavnik/media", str(media))
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr error;\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
        f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        f"upstream nastavnik {{ server 127.0.0.1:{school}; }}\n"
        f"server {{ listen 127.0.0.1:{port};\n{block}\n}} }}\n",
        encoding="utf-8",
    )
    assert NGINX is not None
    process = subprocess.Popen([NGINX, "-c", str(config), "-p", str(folder)])
    wait_for(f"http://127.0.0.1:{port}/", process)
    return process


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server behind {address} ended"
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"no answer from {address}")
