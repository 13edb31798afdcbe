// The two threads of a race as a picture: time runs downwards, each thread has a lane, a lock is a bar beside the lane
// for as long as it is known to be held, the accesses are marks at one height: neither is before the other.

const FONT = "13px system-ui, sans-serif";
const LINE_HEIGHT = 17;
const STEP_GAP = 12;
const PICTURE_EDGE = 16;
const MAX_LINES = 3;
const BOLD = `600 ${FONT}`;
const measure = (() => {
  const context = document.createElement("canvas").getContext("2d");
  return (text, font = FONT) => {
    context.font = font;
    return context.measureText(text).width;
  };
})();

/** `text` in lines of at most `width`, broken after a space or inside of a name where it must be; of a long one the start. */
function wrapped(text, width, font = FONT) {
  const lines = [];
  let line = "";
  for (const part of text.match(/[^\s./:_(]*[\s./:_(]?/g)) {
    let rest = part;
    if (measure((line + rest).trimEnd(), font) > width && line) {
      lines.push(line.trimEnd());
      line = "";
    }
    while (measure(rest, font) > width) {
      let fits = rest.length - 1;
      while (fits > 1 && measure(rest.slice(0, fits), font) > width) fits -= 1;
      lines.push(rest.slice(0, fits));
      rest = rest.slice(fits);
    }
    line += line ? rest : rest.trimStart();
  }
  if (line.trim()) lines.push(line.trimEnd());
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES - 1), `${lines[MAX_LINES - 1].slice(0, -1)}…`];
}

/** The sides of a race: each thread, and the access that it gets to. */
function sidesOf(finding) {
  const accesses = [finding.place, finding.related[0] ?? finding.place];
  return finding.threads.map((thread, index) => ({
    ...thread,
    access: accesses[index],
    side: index ? "right" : "left",
  }));
}

const locksText = (locks) => (locks.length ? `holds ${locks.join(", ")}` : "holds no lock");

/** What is said of the access, less what is said of its locks, which the picture shows. */
const accessText = (side) =>
  plain(side.access.message).replace(/ (while .+ (is|are) held|with no lock held)$/, "") || "uses the map";

/** Whether what is said of the access says all of its locks. */
const saysLocks = ({ access, locks }) =>
  locks.length ? locks.every((lock) => access.message.includes(`\`${lock}\``)) : access.message.includes("no lock");

/** So much of the end of `text` as there is room for. */
function tail(text, width) {
  if (measure(text) <= width) return text;
  let from = 1;
  while (from < text.length && measure(`…${text.slice(from)}`) > width) from += 1;
  return `…${text.slice(from)}`;
}

const shortPlace = (place) => `${place.file.split("/").pop()}:${place.line}`;

/** What the picture shows, in sentences. */
function described(sides) {
  return sides
    .map((side, index) => {
      const steps = side.path.map((step) => `${plain(step.message)} at ${placeText(step)}`);
      const access = `${plain(side.access.message) || "uses the map"} at ${placeText(side.access)}, and ${locksText(side.locks)}`;
      return `Thread ${index + 1}: ${plain(side.root)}. ${[...steps, access].join(", then ")}.`;
    })
    .join(" ");
}

function textLines(lines, x, y, attributes) {
  const spans = lines.map((line, index) => svg("tspan", { x, y: y + index * LINE_HEIGHT }, line));
  return svg("text", attributes, spans);
}

function lane(side, x, width) {
  const root = wrapped(plain(side.root), width, BOLD);
  let y = 20;
  const parts = [
    textLines(root, x + 18, y + 4, { class: "root" }),
    svg("circle", { cx: x, cy: y, r: 5, class: "start" }),
  ];
  y += root.length * LINE_HEIGHT + STEP_GAP;
  for (const step of side.path) {
    const lines = wrapped(plain(step.message), width);
    parts.push(svg("circle", { cx: x, cy: y, r: 3.5, class: "step" }));
    parts.push(textLines(lines, x + 18, y + 4, {}));
    parts.push(
      textLines([tail(shortPlace(step), width)], x + 18, y + 4 + lines.length * LINE_HEIGHT, { class: "where" }),
    );
    y += (lines.length + 1) * LINE_HEIGHT + STEP_GAP;
  }
  return { side, x, width, parts, top: 20, end: y };
}

function access({ side, x, width }, y) {
  const lines = wrapped(accessText(side), width);
  const below = y + 26;
  const locks = wrapped(locksText(side.locks), width);
  const bars = side.locks
    .slice(0, 3)
    .map((_, index) => svg("rect", { x: x - 13 - index * 6, y: y - 22, width: 4, height: 46, rx: 2, class: "lock" }));
  const end = below + (lines.length + 1 + locks.length) * LINE_HEIGHT;
  const parts = [
    ...bars,
    svg("path", { d: `M ${x} ${y - 8} l 8 8 l -8 8 l -8 -8 z`, class: "access" }),
    textLines(lines, x + 18, below, {}),
    textLines([tail(shortPlace(side.access), width)], x + 18, below + lines.length * LINE_HEIGHT, { class: "where" }),
    textLines(locks, x + 18, below + (lines.length + 1) * LINE_HEIGHT, {
      class: side.locks.length ? "locked" : "unlocked",
    }),
  ];
  return { parts, end };
}

function draw(sides, width) {
  const half = (width - 2 * PICTURE_EDGE) / 2;
  const lanes = sides.map((side, index) => lane(side, PICTURE_EDGE + 12 + index * half, half - 38));
  const meet = Math.max(...lanes.map((one) => one.end)) + 26;
  const accesses = lanes.map((one) => access(one, meet));
  const height = Math.max(...accesses.map((one) => one.end)) + 6;
  const [from, to] = [lanes[0].x + 12, lanes[1].x - 12 - 6 * Math.min(3, sides[1].locks.length)];
  const label = to - from > 170 ? "may run at the same time" : "at the same time";
  const labelWidth = measure(label) + 16;
  const middle = (from + to) / 2;
  const groups = lanes.map((one, index) =>
    svg(
      "g",
      { class: one.side.side },
      svg("path", { d: `M ${one.x} ${one.top} V ${meet + 34}`, class: "lane" }),
      svg("path", { d: `M ${one.x - 4} ${meet + 30} l 4 6 l 4 -6`, class: "lane" }),
      one.parts,
      accesses[index].parts,
    ),
  );
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" },
    svg("title", {}, "Two threads that meet at one map"),
    svg("desc", {}, described(sides)),
    svg("path", { d: `M ${from} ${meet} H ${to}`, class: "meet" }),
    svg("rect", {
      x: middle - labelWidth / 2,
      y: meet - 11,
      width: labelWidth,
      height: 22,
      rx: 11,
      class: "meet-label",
    }),
    svg("text", { x: middle, y: meet + 4.5, "text-anchor": "middle", class: "meet-text" }, label),
    groups,
  );
}

const drawnAgain = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const width = Math.round(contentRect.width);
    if (width > 0 && target.dataset.width !== String(width)) target.drawAt(width);
  }
});

/** The picture, drawn for the width that it gets. */
function raceFigure(sides) {
  const figure = html("figure", { class: "race" });
  figure.drawAt = (width) => {
    figure.dataset.width = String(width);
    figure.replaceChildren(draw(sides, width));
  };
  drawnAgain.observe(figure);
  return figure;
}
