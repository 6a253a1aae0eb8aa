"use strict";
// The explorer of curves: choose a quantity, zoom, read values. All of it is also in the tables
// and figures of the page, so that nothing is lost without scripts.
(() => {
  const holder = document.getElementById("explorer");
  if (!holder) return;
  const data = JSON.parse(document.getElementById("curve-data").textContent);
  if (!data.length) return;
  holder.classList.remove("hidden");
  const NS = "http://www.w3.org/2000/svg", W = 900, H = 420, L = 74, R = 16, T = 12, B = 40;
  const svg = document.getElementById("plot"), reading = document.getElementById("reading");
  const choice = document.getElementById("quantity"), scale = document.getElementById("scale");
  const make = (name, attributes, text) => {
    const element = document.createElementNS(NS, name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  data.forEach((each, k) => {
    const option = document.createElement("option");
    option.value = k;
    option.textContent = each.name;
    choice.append(option);
  });
  const wanted = data.findIndex((each) => each.name === "prediction-gap");
  choice.value = wanted < 0 ? 0 : wanted;
  let view = null, cursor = null;

  const current = () => data[choice.value];
  const last = () => Math.max(...current().lines.map((line) => line.steps[line.steps.length - 1]));
  const show = (value) => {
    if (value === 0) return "0";
    const size = Math.abs(value);
    return size >= 1e-3 && size < 1e5 ? String(+value.toPrecision(4)) : value.toExponential(2);
  };
  const ticks = (low, high, count) => {
    const raw = (high - low) / count, power = Math.pow(10, Math.floor(Math.log10(raw)));
    const step = [1, 2, 5, 10].map((k) => k * power).find((k) => k >= raw * 0.999);
    const found = [];
    for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) found.push(+at.toPrecision(12));
    return found;
  };

  // Powers of ten; where there are few of them, twice and five times each as well.
  const decades = (low, high) => {
    const found = [], apart = Math.max(1, Math.ceil((high - low) / 8));
    for (let power = Math.floor(low); power <= high; power += 1) {
      const parts = high - low < 3 ? [1, 2, 5] : power % apart === 0 ? [1] : [];
      for (const k of parts) found.push(power + Math.log10(k));
    }
    return found.filter((at) => at >= low && at <= high);
  };

  function draw() {
    const quantity = current(), log = scale.value === "log";
    if (!view) view = [0, last()];
    const x = (step) => L + (step - view[0]) / (view[1] - view[0]) * (W - L - R);
    let low = Infinity, high = -Infinity;
    for (const line of quantity.lines) line.steps.forEach((step, k) => {
      if (step < view[0] || step > view[1]) return;
      for (const part of ["mean", "low", "high"]) {
        const value = line[part] ? line[part][k] : line.mean[k];
        if (!log || (value > 0 && (step > 0 || part === "mean") && !(step === 0 && value < 1e-15))) {
          low = Math.min(low, value); high = Math.max(high, value);
        }
      }
    });
    if (!(high >= low)) { low = log ? 0.1 : 0; high = 1; }
    if (log) { low = Math.max(low, high * 1e-12); low = Math.log10(low); high = Math.log10(high); }
    if (high - low < 1e-12 * Math.max(1, Math.abs(high))) { low -= 0.5; high += 0.5; }
    const room = 0.05 * (high - low); low -= room; high += room;
    const level = (value) => log ? (value > 0 ? Math.log10(value) : low - 1) : value;
    const y = (value) => H - B - (level(value) - low) / (high - low) * (H - T - B);
    svg.replaceChildren();
    const clip = make("clipPath", { id: "plot-clip" });
    clip.append(make("rect", { x: L, y: T, width: W - L - R, height: H - T - B }));
    svg.append(clip);
    for (const at of log ? decades(low, high) : ticks(low, high, 6)) {
      const height = H - B - (at - low) / (high - low) * (H - T - B);
      svg.append(make("line", { x1: L, x2: W - R, y1: height, y2: height, class: "grid" }));
      svg.append(make("text", { x: L - 8, y: height + 4, "text-anchor": "end" }, show(log ? Math.pow(10, at) : at)));
    }
    for (const at of ticks(view[0], view[1], 8)) {
      svg.append(make("line", { x1: x(at), x2: x(at), y1: H - B, y2: H - B + 5, class: "axis" }));
      svg.append(make("text", { x: x(at), y: H - B + 19, "text-anchor": "middle" }, show(at)));
    }
    svg.append(make("line", { x1: L, x2: W - R, y1: H - B, y2: H - B, class: "axis" }));
    svg.append(make("text", { x: (L + W - R) / 2, y: H - 4, "text-anchor": "middle" }, quantity.clock));
    const inside = make("g", { "clip-path": "url(#plot-clip)" });
    quantity.lines.forEach((line, k) => {
      const point = (values) => (step, j) => `${x(step).toFixed(1)},${y(values[j]).toFixed(1)}`;
      if (line.low) {
        const outline = [...line.steps.map(point(line.low)), ...line.steps.map(point(line.high)).reverse()];
        inside.append(make("polygon", { points: outline.join(" "), class: `band c${k % 6}` }));
      }
      inside.append(make("polyline", { points: line.steps.map(point(line.mean)).join(" "), class: `line c${k % 6}` }));
    });
    svg.append(inside);
    reading.replaceChildren();
    const step = cursor === null ? view[1] : cursor;
    if (cursor !== null) svg.append(make("line", { x1: x(step), x2: x(step), y1: T, y2: H - B, class: "cursor" }));
    quantity.lines.forEach((line, k) => {
      let best = 0;
      line.steps.forEach((at, j) => { if (Math.abs(at - step) < Math.abs(line.steps[best] - step)) best = j; });
      const swatch = document.createElement("i"), text = document.createElement("span");
      swatch.className = `swatch b${k % 6}`;
      const band = line.low ? ` [${show(line.low[best])}, ${show(line.high[best])}]` : "";
      text.append(swatch, `${line.at}, ${quantity.clock} ${line.steps[best]}: ${show(line.mean[best])}${band}`);
      reading.append(text);
    });
    const unit = document.createElement("span");
    unit.textContent = `unit: ${quantity.unit}`;
    reading.append(unit);
  }

  function zoom(factor, about) {
    const [a, b] = view, middle = about === undefined ? (a + b) / 2 : about;
    const width = Math.min(last(), Math.max((b - a) * factor, last() / 1000));
    let start = middle - (middle - a) / (b - a) * width;
    start = Math.max(0, Math.min(start, last() - width));
    view = [start, start + width];
    draw();
  }
  function move(share) {
    const width = view[1] - view[0];
    const start = Math.max(0, Math.min(view[0] + share * width, last() - width));
    view = [start, start + width];
    draw();
  }
  const stepAt = (event) => {
    const box = svg.getBoundingClientRect(), at = (event.clientX - box.left) / box.width * W;
    return view[0] + (at - L) / (W - L - R) * (view[1] - view[0]);
  };
  svg.addEventListener("pointermove", (event) => { cursor = Math.max(view[0], Math.min(view[1], stepAt(event))); draw(); });
  svg.addEventListener("pointerleave", () => { cursor = null; draw(); });
  svg.addEventListener("wheel", (event) => { event.preventDefault(); zoom(event.deltaY < 0 ? 0.8 : 1.25, stepAt(event)); }, { passive: false });
  svg.addEventListener("keydown", (event) => {
    const act = {
      "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), "0": () => { view = null; draw(); },
      "PageUp": () => move(-0.2), "PageDown": () => move(0.2),
      "ArrowLeft": () => { cursor = Math.max(view[0], (cursor === null ? view[1] : cursor) - (view[1] - view[0]) / 50); draw(); },
      "ArrowRight": () => { cursor = Math.min(view[1], (cursor === null ? view[0] : cursor) + (view[1] - view[0]) / 50); draw(); },
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  choice.addEventListener("change", () => { view = null; cursor = null; draw(); });
  scale.addEventListener("change", draw);
  document.getElementById("zoom-in").addEventListener("click", () => zoom(0.5));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(2));
  document.getElementById("whole").addEventListener("click", () => { view = null; draw(); });
  draw();
})();
