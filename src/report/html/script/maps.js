// The inventory: one page of rows at a time.

const COLUMNS = [
  { name: "Map", key: (map) => map.full.toLowerCase() },
  { name: "Guard", key: (map) => (map.guard ? map.guard.held / Math.max(1, map.guard.uses) : -1) },
  { name: "Writes", key: (map) => map.writes, number: true },
  { name: "Reads", key: (map) => map.reads, number: true },
  { name: "Deletes", key: (map) => map.deletes, number: true },
  { name: "Ranges", key: (map) => map.ranges, number: true },
  { name: "Threads", key: (map) => map.threads.length },
  { name: "Promise", key: (map) => (map.promise ? map.promise.standing : "") },
];

const GROWTH = {
  fixed: "put in only while it is made",
  replaced: "not changed in place: another map takes its place",
  turnover: "put in and taken out",
  grows: "put in, and never taken out as far as is seen",
  unknown: "not all that is done to it is seen",
};

/** By which column rows are sorted; none: by path and place. */
const order = { column: null, down: true };

function sortedMaps(maps) {
  if (!order.column) return maps;
  const { key } = order.column;
  const sign = order.down ? -1 : 1;
  return [...maps].sort((one, other) => {
    const [left, right] = [key(one), key(other)];
    return left === right ? one.index - other.index : left < right ? -sign : sign;
  });
}

function guardCell(map) {
  if (!map.guard && map.sharing === "alone") return html("span", { class: "quiet" }, "–");
  if (!map.guard) return html("span", { class: map.sharing === "shared" && map.writes ? "none" : "quiet" }, "no lock");
  const { name, held, uses, confidence } = map.guard;
  const share = held === uses ? "at every use" : `at ${held} of ${uses} uses`;
  return html("span", {}, html("code", {}, name), " ", html("small", {}, `${share} · ${confidence}`));
}

function threadsCell(map) {
  const [first, ...others] = map.threads;
  if (!first) return html("span", { class: "quiet" }, "one at a time");
  return html("span", {}, rich(first), others.length ? html("small", {}, ` and ${others.length} more`) : null);
}

function promiseCell(map) {
  if (!map.promise) return html("span", { class: "quiet" }, "–");
  const value = map.promise.text.replace(/^CONCURRENCY_SAFE:\s*/, "");
  return html(
    "span",
    {},
    html("code", {}, breakable(value, /(?<==)/)),
    " ",
    html("span", { class: `standing ${map.promise.standing}` }, map.promise.standing),
  );
}

function usesTable(map) {
  const rows = usesOf(map).map((use) =>
    html(
      "tr",
      { class: use.writes ? "write" : "read" },
      html("td", {}, use.op),
      html("td", {}, html("code", {}, use.where)),
      html(
        "td",
        {},
        use.locks
          ? html("code", {}, use.locks)
          : html("span", { class: "quiet" }, use.alone ? "alone with it" : "no lock"),
      ),
      html("td", {}, placeElement(use)),
    ),
  );
  if (!rows.length) return html("p", { class: "quiet" }, "No use of it is seen.");
  const head = ["Use", "Function", "Locks", "Place"].map((name) => html("th", { scope: "col" }, name));
  return html(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": "Uses" },
    html("table", { class: "uses" }, html("thead", {}, html("tr", {}, head)), html("tbody", {}, rows)),
  );
}

function mapBody(map) {
  const rows = [
    ["Type", [html("code", {}, map.type || "not known")]],
    [
      "Kept in",
      [map.scope === "static" && map.language === "Go" ? "package variable" : map.scope, map.test ? ", test code" : ""],
    ],
    map.package && ["Package", [html("code", {}, map.package)]],
    [
      "Threads",
      map.threads.length
        ? [
            html(
              "ul",
              {},
              map.threads.map((thread) => html("li", {}, rich(thread))),
            ),
          ]
        : ["only one at a time, as far as is seen"],
    ],
    map.keys && ["Keys", [map.keys]],
    map.growth && ["Entries", [GROWTH[map.growth]]],
    ["Advice", [map.advice.kept ? "keep it: " : "", rich(map.advice.text)]],
    map.promise && [
      "Promise",
      [html("code", {}, map.promise.text), ` ${map.promise.standing}, at `, placeElement(map.promise)],
    ],
    map.findings.length && [
      "Findings",
      [
        html(
          "ul",
          {},
          map.findings.map((finding) => html("li", {}, html("a", { href: `#f-${finding.id}` }, rich(finding.message)))),
        ),
      ],
    ],
  ];
  const list = rows
    .filter(Boolean)
    .map(([term, value]) => html("div", {}, html("dt", {}, term), html("dd", {}, value)));
  return html("div", { class: "body" }, html("dl", { class: "facts" }, list), usesTable(map));
}

function mapRow(map) {
  const name = html(
    "button",
    { type: "button", class: "head item", "aria-expanded": "false", click: () => toggle(row) },
    html("code", { class: "map-name" }, breakable(map.full, /(?<=\.)/)),
    html("small", {}, html("code", {}, map.type)),
    html("small", {}, placeElement(map)),
  );
  const cells = [guardCell(map), map.writes, map.reads, map.deletes, map.ranges, threadsCell(map), promiseCell(map)];
  const found = map.findings.length ? html("small", { class: "found" }, counted(map.findings.length, "finding")) : null;
  const row = html("tbody", { class: "map", id: `m-${map.index}` });
  row.append(
    html(
      "tr",
      {},
      html("th", { scope: "row" }, name, found),
      cells.map((cell, index) => {
        const column = COLUMNS[index + 1];
        const content = typeof cell === "number" ? numbers.format(cell) : cell;
        return html(
          "td",
          { "data-column": column.name, class: column.number ? `number ${cell ? "" : "quiet"}` : "" },
          content,
        );
      }),
    ),
  );
  row.makeBody = () => html("tr", { class: "detail" }, html("td", { colspan: String(COLUMNS.length) }, mapBody(map)));
  return row;
}

function columnHead(column, again) {
  const isIt = order.column === column;
  const sort = () => {
    order.down = isIt ? !order.down : Boolean(column.number);
    order.column = column;
    again();
  };
  const arrow = isIt ? html("span", { "aria-hidden": "true" }, order.down ? " ↓" : " ↑") : null;
  const direction = isIt ? (order.down ? "descending" : "ascending") : null;
  return html(
    "th",
    { scope: "col", "aria-sort": direction, class: column.number ? "number" : "" },
    html("button", { type: "button", click: sort }, column.name, arrow),
  );
}

function mapsTable(maps, again) {
  const head = html(
    "thead",
    {},
    html(
      "tr",
      {},
      COLUMNS.map((column) => columnHead(column, again)),
    ),
  );
  return html("table", { class: "maps" }, head, maps.map(mapRow));
}
