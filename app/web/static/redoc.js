// Starts ReDoc on /redoc, and keeps it from asking another server for anything.

// Below its menu ReDoc shows its maker's logo from their server, and no option leaves it out. The
// page's policy would stop it, with an error in the console; here it is dropped before that. Images
// of this server and data: addresses pass. (docs.css hides an image that has no address.)
const image = HTMLImageElement.prototype;
const source = Object.getOwnPropertyDescriptor(image, "src");

function isForeign(address) {
  const { origin, protocol } = new URL(address, document.baseURI);
  return origin !== location.origin && protocol !== "data:";
}

image.setAttribute = function (name, value) {
  if (name === "src" && isForeign(value)) return;
  Element.prototype.setAttribute.call(this, name, value);
};

Object.defineProperty(image, "src", {
  ...source,
  set(value) {
    if (!isForeign(value)) source.set.call(this, value);
  },
});

const textFont = "system-ui, sans-serif"; // the reader's own: ReDoc's fonts are not shipped
const codeFont = "ui-monospace, monospace";

const options = {
  hideDownloadButtons: true, // the header links to openapi.json
  theme: {
    colors: { primary: { main: "#1b4b8f" } },
    spacing: { sectionVertical: 24 },
    typography: {
      fontFamily: textFont,
      headings: { fontFamily: textFont },
      code: { fontFamily: codeFont },
    },
  },
};

window.Redoc.init("openapi.json", options, document.querySelector("#redoc"));
