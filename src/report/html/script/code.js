// Source text.

const placeText = (place) => `${place.file}:${place.line}`;

/** A path, or a name of several parts, that breaks after one of `marks` where there is no room. */
const breakable = (text, marks = /(?<=\/)/) =>
  text.split(marks).flatMap((part, index) => (index ? [html("wbr"), part] : [part]));

/** `file:line`. */
const placeElement = (place) => html("span", { class: "place" }, breakable(placeText(place)));

/** Lines with their numbers, one of them with a mark; `replaced` stands in the mark's place. */
function codeElement(code, side, replaced = null) {
  if (!code) return html("p", { class: "gone" }, "The source can no longer be read.");
  const lines = code.lines.map((text, index) => {
    const isAt = index === code.at;
    const [before, marked, after] = [text.slice(0, code.from), text.slice(code.from, code.to), text.slice(code.to)];
    const inside =
      replaced === null ? [html("mark", {}, marked)] : [html("del", {}, marked), html("ins", {}, replaced)];
    const content = html("span", { class: "text" }, isAt ? [before, ...inside, after] : text || " ");
    return html("span", { class: isAt ? "line at" : "line", "data-number": String(code.first + index) }, content);
  });
  return html(
    "pre",
    { class: `code ${side}`, tabindex: "0", role: "group", "aria-label": "Source" },
    html("code", {}, lines),
  );
}

/** A place with its words and its source. */
function placeWithCode(place, side) {
  return html(
    "div",
    { class: "spot" },
    html(
      "p",
      { class: "spot-head" },
      placeElement(place),
      place.message ? html("span", {}, rich(place.message)) : null,
    ),
    codeElement(place.code, side),
  );
}
