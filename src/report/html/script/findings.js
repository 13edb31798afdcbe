// Findings: a list of headings, the rest of each made when it is opened.

function sideColumn(side, index) {
  const steps = side.path.map((step) => html("li", {}, placeWithCode(step, side.side)));
  const locks = side.locks.length
    ? html(
        "p",
        { class: "locks" },
        "Holding ",
        side.locks.flatMap((lock, at) => [at ? ", " : "", html("code", {}, lock)]),
      )
    : html("p", { class: "locks none" }, "No lock held");
  return html(
    "section",
    { class: `side ${side.side}`, "aria-label": `Thread ${index + 1}` },
    html("h4", {}, html("span", { class: "eyebrow" }, `Thread ${index + 1}`), html("span", {}, rich(side.root))),
    steps.length ? html("ol", { class: "path" }, steps) : null,
    placeWithCode(side.access, side.side),
    saysLocks(side) ? null : locks,
  );
}

function whatToDo(finding) {
  const fix = finding.fix;
  if (!finding.help && !fix) return null;
  const edits = fix
    ? fix.edits.map(([place, text]) =>
        html("div", { class: "spot" }, placeElement(place), codeElement(place.code, "fix", text)),
      )
    : [];
  const risk = fix && fix.applicability !== "safe" ? " (read it before it is applied)" : "";
  return html(
    "section",
    { class: "advice" },
    html("h4", {}, "What to do"),
    finding.help ? html("p", {}, rich(finding.help)) : null,
    fix ? html("p", {}, "Fix: ", rich(fix.title), risk) : null,
    edits,
  );
}

function facts(finding) {
  const map = finding.map;
  const known = mapOf(finding);
  const name = map && html("code", {}, map.owner ? `${map.owner}.${map.name}` : map.name);
  const rows = [
    ["Rule", [html("code", {}, finding.rule), ` ${plain(DATA.rules[finding.rule]?.summary ?? "")}`]],
    map && [
      "Map",
      [
        known ? html("a", { href: `#m-${known.index}` }, name) : name,
        map.type ? [" ", html("code", {}, map.type)] : null,
      ].flat(),
    ],
    map?.declared && ["Declared", [placeElement({ file: map.declared[0], line: map.declared[1] })]],
    finding.package && ["Package", [html("code", {}, finding.package)]],
    finding.function && ["Function", [html("code", {}, finding.function)]],
    [
      "Fingerprint",
      [html("a", { href: `#f-${finding.id}`, title: "Link to this finding" }, html("code", {}, finding.id))],
    ],
  ];
  return html(
    "dl",
    { class: "facts" },
    rows.filter(Boolean).map(([term, value]) => html("div", {}, html("dt", {}, term), html("dd", {}, value))),
  );
}

function findingBody(finding) {
  const isRace = finding.threads.length === 2;
  const sides = isRace ? sidesOf(finding) : [];
  const further = isRace ? finding.related.slice(1) : finding.related;
  const notes = finding.notes.map((note) => html("li", {}, rich(note)));
  return html(
    "div",
    { class: "body", id: `b-${finding.id}` },
    isRace ? raceFigure(sides) : placeWithCode(finding.place, "left"),
    isRace ? html("div", { class: "sides" }, sides.map(sideColumn)) : null,
    isRace ? null : finding.threads.map(reachedBy),
    further.length
      ? html(
          "section",
          { class: "further" },
          html("h4", {}, isRace ? "Other places" : "Where it comes from"),
          further.map((place) => placeWithCode(place, "right")),
        )
      : null,
    notes.length
      ? html("section", {}, html("h4", {}, isRace ? "Why they can run in parallel" : "Why"), html("ul", {}, notes))
      : null,
    whatToDo(finding),
    facts(finding),
  );
}

/** A thread of a finding that is no race: how it gets there. */
function reachedBy(thread) {
  const steps = thread.path.map((step) => html("li", {}, placeWithCode(step, "right")));
  return html(
    "section",
    {},
    html("h4", {}, "Reached by"),
    html("p", {}, rich(thread.root)),
    steps.length ? html("ol", { class: "path" }, steps) : null,
  );
}

function findingElement(finding) {
  const heading = html(
    "button",
    { type: "button", class: "head item", "aria-expanded": "false", click: () => toggle(article) },
    html("span", { class: `level ${finding.severity}` }, finding.severity),
    html("span", { class: "message" }, rich(finding.message)),
    html(
      "span",
      { class: "meta" },
      placeElement(finding.place),
      finding.function ? html("code", {}, breakable(finding.function, /(?<=\.)/)) : null,
      html("code", { class: "rule" }, finding.rule),
      html("span", {}, finding.confidence),
    ),
  );
  const article = html(
    "article",
    { class: `finding ${finding.severity}`, id: `f-${finding.id}` },
    html("h3", {}, heading),
  );
  article.makeBody = () => findingBody(finding);
  return article;
}

/** Opens what is closed and closes what is open. */
function toggle(element, open = element.dataset.open === undefined) {
  const head = element.querySelector(".head");
  head.setAttribute("aria-expanded", String(open));
  if (open) {
    element.dataset.open = "";
    if (!element.querySelector(".body")) element.append(element.makeBody());
  } else {
    delete element.dataset.open;
  }
}

const GROUPS = {
  rule: (finding) => finding.rule,
  package: (finding) => finding.package || "(no package)",
  file: (finding) => finding.place.file,
};

/** The findings under a heading each for what `key` says of them. */
function findingsList(findings, key) {
  const groups = [...groupedBy(findings, GROUPS[key])];
  const worst = ([, members]) => Math.min(...members.map((finding) => SEVERITIES.indexOf(finding.severity)));
  groups.sort((one, other) => (key === "rule" ? worst(one) - worst(other) : 0) || (one[0] < other[0] ? -1 : 1));
  return groups.map(([name, members]) => {
    const summary = key === "rule" ? DATA.rules[name]?.summary : null;
    return html(
      "section",
      { class: "group" },
      html(
        "h2",
        {},
        html("span", { class: "name" }, name),
        html("span", { class: "count" }, numbers.format(members.length)),
      ),
      summary ? html("p", { class: "summary" }, rich(summary)) : null,
      members.map(findingElement),
    );
  });
}

function groupedBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (groups.has(key)) groups.get(key).push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
