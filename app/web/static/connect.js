// A button at each block of code that copies it; without this script there is nothing to press.
for (const block of document.querySelectorAll("pre")) {
  const button = document.createElement("button");
  const text = block.textContent.trimEnd();
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  });
  block.append(button);
}
