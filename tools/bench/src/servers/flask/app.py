"""The Python side: the trivial route and the route that waits, in Flask."""

import json
import logging
import os
import time
import uuid
from datetime import datetime, timezone

from flask import Flask

app = Flask(__name__)
log = logging.getLogger("gunicorn.error")
folder = os.environ.get("LOG_DIR", "logs")


@app.get("/")
def trivial():
    return {"hello": "world", "id": 1234567890}


@app.get("/slow")
def slow():
    """Waits three seconds, then keeps one entry in a file of its own, as our services do."""
    time.sleep(3)
    timestamp = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    entry = {"level": "info", "message": "Order accepted", "timestamp": timestamp}
    name = f"{timestamp}-{uuid.uuid4()}.log"
    with open(os.path.join(folder, name), "x", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
    log.info("entry kept in %s", name)
    return {**entry, "file": name}
