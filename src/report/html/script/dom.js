// Elements. Whatever comes from the data becomes a text node or the value of an attribute, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** Sets attributes; a function is a listener, `false` and `null` leave the attribute out. */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** A sentence in which names stand in backticks. */
function rich(text) {
  return text.split("`").map((part, index) => (index % 2 ? html("code", {}, part) : part));
}

/** The same without backticks, for where there is no markup. */
const plain = (text) => text.replaceAll("`", "");

const numbers = new Intl.NumberFormat("en");
const counted = (count, one, many = `${one}s`) => `${numbers.format(count)} ${count === 1 ? one : many}`;

const byId = (id) => document.getElementById(id);
