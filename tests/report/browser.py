"""A browser, driven by plain WebDriver over HTTP: Debian's chromium and chromedriver, nothing else."""

import base64
import http.client
import json
import re
import shutil
import subprocess
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run"]


def missing():
    """The programs that are not there."""
    return [name for name in ("chromedriver", "chromium") if shutil.which(name) is None]


class Browser:
    """One headless browser; `with Browser(1920, 1080) as browser`."""

    def __init__(self, width=1280, height=900):
        self.driver = subprocess.Popen(
            [shutil.which("chromedriver"), "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.port = self._port()
        options = {"args": [*ARGUMENTS, f"--window-size={width},{height}"], "binary": shutil.which("chromium")}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        try:
            session = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        except Exception:
            self.driver.kill()
            raise
        self.session = f"/session/{session['sessionId']}"
        self.size(width, height)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait(20)

    def _port(self):
        for line in self.driver.stdout:
            found = re.search(r"successfully on port (\d+)", line)
            if found:
                return int(found.group(1))
        raise RuntimeError("chromedriver did not say its port")

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, data, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        value = json.load(answer)["value"]
        connection.close()
        if answer.status != 200:
            raise RuntimeError(value["message"])
        return value

    def size(self, width, height):
        """The size of the page itself, whatever the least width of a window is."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._devtools("Emulation.setDeviceMetricsOverride", metrics)

    def _devtools(self, command, parameters):
        return self._call("POST", f"{self.session}/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, path):
        self._call("POST", f"{self.session}/url", {"url": path.resolve().as_uri()})
        self.until("return document.body.dataset.ready === 'true'")

    def run(self, script, *arguments):
        return self._call("POST", f"{self.session}/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script, *arguments):
        """The last argument of the script is called with the answer."""
        return self._call("POST", f"{self.session}/execute/async", {"script": script, "args": list(arguments)})

    def until(self, script, *arguments, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = self.run(script, *arguments)
            if answer:
                return answer
            time.sleep(0.05)
        raise AssertionError(f"this did not come true: {script}")

    def press(self, css):
        """What a click does, also on a part of a drawing."""
        script = "const e = document.querySelector(arguments[0]); e.dispatchEvent(new MouseEvent('click', {bubbles: true})); return true"
        self.until("return document.querySelector(arguments[0]) !== null", css)
        self.run(script, css)

    def key(self, key):
        """A key, where the focus is."""
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self._call("POST", f"{self.session}/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def text(self, css):
        return self.run("return document.querySelector(arguments[0]).textContent", css)

    def texts(self, css):
        return self.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", css)

    def value(self, key):
        """The raw number of a button or text, by its data-key; None where there is none."""
        script = "const e = [...document.querySelectorAll('[data-key]')].find((e) => e.dataset.key === arguments[0]); return e ? e.dataset.value : null"
        found = self.run(script, key)
        return None if found is None else int(found)

    def screenshot(self, path, whole=False):
        if whole:
            height = self.run("return document.documentElement.scrollHeight")
            width = self.run("return document.documentElement.clientWidth")
            self.size(width, height)
        path.write_bytes(base64.b64decode(self._call("GET", f"{self.session}/screenshot")))

    def complaints(self):
        """Errors and warnings on the console."""
        return [e["message"] for e in self._call("POST", f"{self.session}/se/log", {"type": "browser"}) if e["level"] in ("SEVERE", "WARNING")]

    def requests(self):
        """Every address that a page asked for."""
        events = [json.loads(e["message"])["message"] for e in self._call("POST", f"{self.session}/se/log", {"type": "performance"})]
        return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
