"""A reader of a site that is being published: page, then its stylesheet, again and again; says what
went wrong. `reader.py PORT`

It prints a line of JSON for every fifty requests, and ends when its input does.
"""

from __future__ import annotations

import http.client
import json
import re
import select
import sys


def main(port: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    requests = bad = mixed = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        for _ in range(25):
            line.request("GET", "/index.html")
            page = line.getresponse()
            text = page.read().decode()
            found = re.search(r"version (\d+) (\S+\.css) (\d+)", text)
            line.request("GET", f"/{found[2] if found else ''}")
            asset = line.getresponse()
            style = asset.read().decode()
            requests += 2
            bad += (page.status != 200) + (asset.status != 200)
            mixed += found is None or found[1] != found[3] or f"version {found[1]} " not in style
        print(json.dumps([requests, bad, mixed]), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
