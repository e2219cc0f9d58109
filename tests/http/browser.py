"""A real browser for the tests of the newsroom page: Debian's Chromium without a window, driven through WebDriver.

The browser is one for each process of tests. A test that needs it and finds none fails, and says what is missing."""
import io
import json
import pathlib

from harness import PATIENCE, TOOLS, until

BINARY, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
AXE = "axe-core-*.min.js"
# No sandbox: tests run as root, and in containers. Not /dev/shm, which may be missing or small.
FLAGS = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en", "--hide-scrollbars", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps", "--force-color-profile=srgb"]
# A view is there once nothing loads any more.
SETTLED = "return !!document.querySelector('main .view') && !document.querySelector('[aria-busy], .loading')"


def start():
    try:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
    except ImportError as error:
        raise AssertionError(f"{error}: run scripts/install.sh test") from None
    for program in (BINARY, DRIVER):
        assert pathlib.Path(program).exists(), f"{program} is not installed: run scripts/install.sh test"
    options = webdriver.ChromeOptions()
    options.binary_location = BINARY
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(service=Service(DRIVER), options=options)
    driver.set_script_timeout(PATIENCE)
    driver.set_page_load_timeout(PATIENCE)
    return driver


def axe_source():
    found = sorted(TOOLS.glob(AXE))
    assert found, f"{TOOLS / AXE} is missing: run scripts/install.sh test"
    return found[-1].read_text()


class Browser:
    def __init__(self):
        self.driver = start()
        self.axe = None

    def quit(self):
        self.driver.quit()

    def shape(self, width=1440, height=900, theme="light"):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, script, *arguments):
        """The first true value of the script."""
        return until(lambda: self.run(script, *arguments))

    def module(self, service, script, *arguments):
        """What an asynchronous script returns; `load(name)` in it is a module of the page."""
        answer = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1], given = [...arguments].slice(0, -1);"
            "const assets = document.querySelector('script[type=module]').src.replace(/[^/]*$/, '');"
            "const load = (name) => import(assets + name);"
            f"(async () => {{ {script} }})().then((value) => done({{ value }}), (error) => done({{ error: String(error.stack ?? error) }}))", *arguments)
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def open(self, service, fragment, path="/"):
        """Opens a view of a service's page anew, and waits until it is there. Returns self."""
        self.driver.get("about:blank")
        self.driver.get(f"http://127.0.0.1:{service.port}{path}#/{fragment}")
        return self.settle()

    def settle(self):
        self.wait(SETTLED)
        return self

    def reload(self):
        self.driver.refresh()
        return self.settle()

    def fragment(self):
        return self.run("return decodeURIComponent(location.hash)")

    def keys(self, *keys):
        """Presses keys, one after the other, wherever the focus is."""
        from selenium.webdriver import ActionChains
        from selenium.webdriver.common.keys import Keys
        chain = ActionChains(self.driver)
        for key in keys:
            chain.send_keys(getattr(Keys, key.upper()) if len(key) > 1 and hasattr(Keys, key.upper()) else key)
        chain.perform()
        return self

    def mouse(self, *points):
        """Presses the button at the first point, moves through the others, lets go at the last; [x, y] in the window."""
        (x, y), rest = points[0], points[1:]
        send = lambda kind, at, **more: self.command("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", **more)
        send("mousePressed", (x, y), clickCount=1, buttons=1)
        for point in rest:
            send("mouseMoved", point, buttons=1)
        send("mouseReleased", points[-1], clickCount=1, buttons=0)
        return self

    def find(self, selector):
        from selenium.webdriver.common.by import By
        return until(lambda: next(iter(self.driver.find_elements(By.CSS_SELECTOR, selector)), None))

    def click(self, selector):
        self.wait("const found = document.querySelector(arguments[0]); if (!found) return false; found.click(); return true", selector)
        return self

    def text(self, selector="main"):
        return self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def says(self, words, selector="main"):
        until(lambda: words in self.text(selector))
        return self

    def errors(self):
        """What the console says since it was asked last."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def hosts(self):
        """Hosts that the page has loaded something from."""
        return set(self.run("return performance.getEntriesByType('resource').map((entry) => new URL(entry.name).host)"))

    def barriers(self):
        """What axe-core finds wrong with the view that is open."""
        self.axe = self.axe or axe_source()
        self.run(self.axe)
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
            ".then((result) => done(result.violations), (error) => done([{ id: String(error), nodes: [] }]))")
        return [f"{one['id']}: {one.get('help')}: {json.dumps([node['html'][:160] for node in one['nodes'][:3]], ensure_ascii=False)}" for one in found]

    def picture(self, box):
        """The pixels of a part of the window, [x, y, width, height], as an image of PIL."""
        from PIL import Image
        whole = Image.open(io.BytesIO(self.driver.get_screenshot_as_png())).convert("RGB")
        x, y, width, height = (round(value) for value in box)
        return whole.crop((x, y, x + width, y + height))


def browser(world):
    """The browser of this process, which is started when it is asked for first."""
    def make():
        made = Browser()
        world.exits.callback(made.quit)
        return made
    found = world.keep("browser", make)
    found.shape()
    return found
