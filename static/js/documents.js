// Documents: figures as chips in the editor, and the panel that shows the rows behind a figure.
(function () {
  "use strict";

  const MARK = /⟦([0-9a-f]{8})｜([^⟦⟧]*)⟧/g;
  const known = JSON.parse((document.getElementById("chips") || { textContent: "{}" }).textContent);

  // --- the panel --------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-panel-close]");
    if (!close) return;
    const panel = close.closest(".fact-panel");
    if (panel.id === "chip-tools") panel.hidden = true;
    else panel.replaceChildren();
  });
  document.addEventListener("htmx:load", (event) => {
    event.target.querySelectorAll("[data-panel-close]").forEach((button) => { button.hidden = false; });
  });

  const editor = document.querySelector("[data-editor]");
  if (!editor) return;

  // --- chips ------------------------------------------------------------------------------------
  function show(chip, words) {
    const meant = known[chip.dataset.mark];
    chip.textContent = words;
    chip.classList.toggle("chip-hand", words !== meant.words);
    chip.title = words === meant.words ? meant.source : `${editor.dataset.hand} (${meant.words})`;
  }

  function chipOf(mark, words) {
    const chip = document.createElement("span");
    chip.className = known[mark].url ? "chip" : "chip chip-quote";
    chip.dataset.mark = mark;
    chip.contentEditable = "false";
    chip.tabIndex = 0;
    chip.setAttribute("role", "button");
    show(chip, words);
    return chip;
  }

  function parts(text) {
    const found = [];
    let end = 0;
    for (const match of text.matchAll(MARK)) {
      if (!known[match[1]]) continue;
      found.push(text.slice(end, match.index), chipOf(match[1], match[2]));
      end = match.index + match[0].length;
    }
    found.push(text.slice(end));
    return found.filter((part) => part !== "");
  }

  function written(node) {
    let text = "";
    node.childNodes.forEach((child) => {
      if (child.nodeType === Node.TEXT_NODE) text += child.textContent;
      else if (child.dataset && child.dataset.mark) text += `⟦${child.dataset.mark}｜${child.textContent}⟧`;
      else text += written(child);
    });
    return text;
  }

  function enhance(field) {
    const box = document.createElement("div");
    box.className = field.tagName === "TEXTAREA" ? "form-control rich" : "form-control rich rich-line";
    box.contentEditable = "true";
    box.setAttribute("role", "textbox");
    box.setAttribute("aria-multiline", "false");
    const label = field.closest("label");
    box.setAttribute("aria-label", label.firstChild.textContent.trim());
    box.append(...parts(field.value));
    field.hidden = true;
    label.after(box);
    const keep = () => { field.value = written(box).replace(/\u00a0/g, " "); };
    box.addEventListener("input", keep);
    box.addEventListener("chip", keep);
    box.addEventListener("paste", (event) => {
      event.preventDefault();
      const text = event.clipboardData.getData("text/plain").replace(/\s*\n\s*/g, "");
      document.execCommand("insertText", false, text);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (event.target.dataset.mark) open(event.target);
      else addParagraph(box.closest("[data-para]"));
    });
    label.addEventListener("click", (event) => {
      event.preventDefault();
      box.focus();
    });
  }

  // --- the tools of a chip ----------------------------------------------------------------------
  const tools = document.getElementById("chip-tools");
  const hand = tools.querySelector("[data-chip-hand]");
  let current = null;

  async function open(chip) {
    const meant = known[chip.dataset.mark];
    current = chip;
    tools.hidden = false;
    tools.querySelector("[data-chip-source]").textContent = meant.source;
    tools.querySelector("[data-chip-words]").textContent = meant.words;
    tools.querySelector("[data-chip-change]").hidden = !meant.url;
    hand.value = chip.textContent;
    const rows = tools.querySelector("[data-chip-rows]");
    rows.replaceChildren();
    if (!meant.url) return;
    const answer = await fetch(meant.url, { headers: { "HX-Request": "true" } });
    if (!answer.ok || current !== chip) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    rows.replaceChildren(...page.body.querySelectorAll(".facts, .table-box, .pages"));
  }

  function change(words) {
    if (!current || !words.trim()) return;
    show(current, words.trim());
    current.dispatchEvent(new CustomEvent("chip", { bubbles: true }));
    tools.hidden = true;
  }

  tools.querySelector("[data-chip-set]").addEventListener("click", () => change(hand.value));
  tools.querySelector("[data-chip-reset]").addEventListener("click", () => {
    if (current) change(known[current.dataset.mark].words);
  });
  hand.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) change(hand.value);
  });
  editor.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-mark]");
    if (chip) open(chip);
  });

  // --- paragraphs -------------------------------------------------------------------------------
  const blank = [...editor.querySelectorAll("[data-para]")].pop().cloneNode(true);

  function prepare(part) {
    part.querySelectorAll("[data-marks]").forEach(enhance);
  }

  function addParagraph(after) {
    const made = blank.cloneNode(true);
    made.querySelectorAll("[data-marks], [name=rule]").forEach((field) => { field.value = ""; });
    after.after(made);
    prepare(made);
    made.querySelector(".rich:not(.rich-line)").focus();
  }

  prepare(editor);
  const add = editor.querySelector("[data-add-para]");
  add.hidden = false;
  add.addEventListener("click", () => addParagraph([...editor.querySelectorAll("[data-para]")].pop()));
})();
