"""What an operator may put in front of a node: the web server that answers hooks, nginx-rtmp with the block of `deploy/`."""

import re
import subprocess
import sys
from pathlib import Path

from tests.live.ingest.a_school import ROOT, School, free_port, wait_until
from tests.video.real_servers import NGINX, wait_for

LIVE_BLOCK = re.compile(r"^ {4}location /live/.*?^ {4}\}$", re.DOTALL | re.MULTILINE)
GRANIAN = Path(sys.executable).parent / "granian"
MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")
HAS_NGINX_RTMP = NGINX is not None and MODULE.exists()


def start_web(school: School) -> int:
    """Start the pages of the school; return their port."""
    port = free_port()
    command = [
        str(GRANIAN),
        "--interface",
        "asgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    with (school.folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "nastavnik.config.asgi:application"], env=school.environ, cwd=ROOT, stdout=log, stderr=log
        )
    school.processes.append(process)
    wait_for(f"http://127.0.0.1:{port}/health/", process)
    return port


def start_nginx_rtmp(school: School, web_port: int) -> int:
    """Start nginx-rtmp before the node of the school; return its port. `school` sends to it from then on."""
    assert NGINX is not None
    port, block = free_port(), (ROOT / "deploy" / "nginx-rtmp.conf").read_text(encoding="utf-8")
    for written, meant in (
        ("listen 1935;", f"listen 127.0.0.1:{port};"),
        ("127.0.0.1:8000/", f"127.0.0.1:{web_port}/"),
        ("127.0.0.1:1936/", f"127.0.0.1:{school.rtmp_port}/"),
    ):
        assert written in block
        block = block.replace(written, meant)
    config = school.folder / "nginx.conf"
    config.write_text(
        f"load_module {MODULE};\ndaemon off; master_process off; pid {school.folder}/nginx.pid;\n"
        f"error_log {school.folder}/nginx.log error;\nevents {{}}\n{block}",
        encoding="utf-8",
    )
    process = subprocess.Popen([NGINX, "-c", str(config), "-p", str(school.folder)])
    school.processes.append(process)
    wait_until((school.folder / "nginx.pid").exists, 30, school.log)
    school.rtmp_port = port
    return port


def start_nginx(school: School, web_port: int) -> int:
    """Start nginx before the pages of the school, with the blocks of `deploy/nginx.conf` for broadcasts; return its port."""
    assert NGINX is not None
    port, folder = free_port(), school.folder
    blocks = "\n".join(LIVE_BLOCK.findall((ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")))
    assert blocks.count("location") == 2
    paths = "".join(f"{name}_temp_path {folder}/{name}; " for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    config = folder / "nginx-http.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder}/nginx-http.pid; error_log {folder}/nginx-http.log error;\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/body; {paths}\n"
        f"upstream nastavnik {{ server 127.0.0.1:{web_port}; }}\n"
        f'server {{ listen 127.0.0.1:{port}; proxy_http_version 1.1; proxy_set_header Connection "";\n{blocks}\n}} }}\n',
        encoding="utf-8",
    )
    process = subprocess.Popen([NGINX, "-c", str(config), "-p", str(folder)])
    school.processes.append(process)
    wait_until((folder / "nginx-http.pid").exists, 30, school.log)
    return port
