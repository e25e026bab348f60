// 实地督查 on a phone: quick results, findings with photos and place, and how each of them stands.
(function (site) {
  "use strict";

  const root = document.getElementById("on-site");
  const words = JSON.parse(document.getElementById("on-site-words").textContent);
  const form = document.getElementById("finding-form");
  const list = document.getElementById("entries");
  const draft = { key: null, was: null, photos: [] };
  const THUMBNAIL = 96;

  const part = (name, within = document) => within.querySelector(`[data-part="${name}"]`);
  const say = (text) => { part("said").textContent = text; };

  // --- how it stands -------------------------------------------------------------------------------
  async function redraw() {
    const entries = await site.all();
    const mine = entries.filter((entry) => entry.inspection === root.dataset.inspection);
    list.replaceChildren(...mine.filter((entry) => entry.kind === "finding").reverse().map(row));
    part("no-entries").hidden = list.childElementCount > 0;
    mine.filter((entry) => entry.kind === "check").forEach(showCheck);
    const waiting = entries.filter((entry) => entry.state !== "sent").length;
    part("waiting").textContent = waiting ? words.count.replace("%s", waiting) : words.nothing;
    part("send").hidden = !waiting;
    root.dataset.waiting = waiting;
    showLine();
  }

  function showLine() {
    const line = part("line");
    line.textContent = navigator.onLine ? words.online : words.offline;
    line.classList.toggle("on-site-off", !navigator.onLine);
  }

  function row(entry) {
    const item = document.getElementById("entry").content.firstElementChild.cloneNode(true);
    item.dataset.state = entry.state;
    item.dataset.key = entry.key;
    part("title", item).textContent = entry.words.title;
    const count = entry.state === "sent" ? entry.photoCount : entry.photos.length;
    const at = new Date(entry.madeAt).toLocaleString("zh-CN", { dateStyle: "short", timeStyle: "short" });
    part("facts", item).textContent = [entry.unitName, at, words.photos.replace("%s", count)].join(" · ");
    part("state", item).textContent = words[entry.state];
    part("reasons", item).textContent = (entry.reasons || []).join(" ");
    part("photos", item).replaceChildren(...entry.photos.map((photo) => thumbnail(photo.file)));
    const open = part("open", item);
    open.hidden = !entry.url;
    if (entry.url) open.href = entry.url;
    part("change", item).hidden = !mayChange(entry);
    part("delete", item).hidden = entry.state !== "waiting" && entry.state !== "refused";
    return item;
  }

  // Sent without an answer, it may be there already: what is changed now would be taken for the same again.
  const mayChange = (entry) => entry.state === "refused" || (entry.state === "waiting" && !entry.tried);

  // Drawn on a canvas: an address of a picture on the device is refused by the security policy.
  function thumbnail(file) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = THUMBNAIL;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", file.name || words.photo);
    createImageBitmap(file).then((picture) => {
      const side = Math.min(picture.width, picture.height);
      const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2];
      canvas.getContext("2d").drawImage(picture, x, y, side, side, 0, 0, THUMBNAIL, THUMBNAIL);
      picture.close();
    }, () => canvas.classList.add("unreadable"));
    return canvas;
  }

  // --- sending -------------------------------------------------------------------------------------
  const CHECKING = 60_000;

  async function send() {
    const why = await site.send(root, redraw);
    part("trouble").hidden = why !== "signed-out" && why !== "other-user";
    part("trouble-words").textContent = words[why] || "";
    part("sign-in").hidden = why !== "signed-out";
    await redraw();
  }

  // --- quick results -------------------------------------------------------------------------------
  function showCheck(entry) {
    const item = document.getElementById(`item-${entry.words.item}`);
    if (!item) return;
    mark(item, entry.words.result);
    part("check-state", item).textContent = entry.state === "refused" ? entry.reasons.join(" ") : words[entry.state];
  }

  function mark(item, result) {
    item.dataset.result = result;
    item.querySelectorAll("[data-result-button]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.resultButton === result));
    });
  }

  // A problem is told in words, or it says nothing; the other results speak for themselves.
  function press(item, result) {
    const note = part("note", item);
    if (result !== "problem" || note.value.trim()) return check(item, result);
    item.dataset.asks = result;
    part("check-state", item).textContent = words.note_first;
    return note.focus();
  }

  // The last word about an item is the one that counts, so what still waits for it is replaced.
  async function check(item, result) {
    for (const entry of await site.all()) {
      if (entry.kind === "check" && entry.words.item === item.dataset.item && entry.state !== "sending") {
        await site.forget(entry.key);
      }
    }
    await site.keep(entryOf("check", site.newKey(), {
      item: item.dataset.item, result, note: part("note", item).value.trim(),
    }, []));
    delete item.dataset.asks;
    mark(item, result);
    await redraw();
    send();
  }

  function entryOf(kind, key, said, photos, more = {}) {
    return {
      key, kind, inspection: root.dataset.inspection, words: said, photos,
      state: "waiting", reasons: [], madeAt: Date.now(), ...more,
    };
  }

  // --- a finding -----------------------------------------------------------------------------------
  function openForm(values = {}, photos = [], key = null, was = null) {
    form.reset();
    for (const [name, value] of Object.entries(values)) if (form.elements[name]) form.elements[name].value = value;
    Object.assign(draft, { key, was, photos: [...photos] });
    drawPhotos();
    showPlace();
    part("form-error").textContent = "";
    document.getElementById("finding-dialog").showModal();
  }

  function drawPhotos() {
    part("chosen").replaceChildren(...draft.photos.map((photo, place) => {
      const holder = document.getElementById("chosen-photo").content.firstElementChild.cloneNode(true);
      holder.prepend(thumbnail(photo.file));
      holder.querySelector("button").dataset.drop = place;
      return holder;
    }));
  }

  function addPhotos(files) {
    const most = Number(root.dataset.maxPhoto);
    const large = [...files].filter((file) => file.size > most);
    draft.photos.push(...[...files].filter((file) => file.size <= most).map((file) => ({ file, name: file.name })));
    part("form-error").textContent = large.map((file) => words.large.replace("%s", file.name)).join(" ");
    drawPhotos();
  }

  function showPlace() {
    const { latitude, longitude } = form.elements;
    const known = latitude.value && longitude.value;
    part("here").textContent = known ? `${latitude.value}, ${longitude.value}` : "";
  }

  // Asked only when the person presses the button.
  function locate() {
    const here = part("here");
    if (!navigator.geolocation) {
      here.textContent = words.nowhere;
      return;
    }
    here.textContent = words.locating;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.elements.latitude.value = coords.latitude.toFixed(6);
      form.elements.longitude.value = coords.longitude.toFixed(6);
      showPlace();
    }, () => { here.textContent = words.nowhere; }, { enableHighAccuracy: true, timeout: 20_000 });
  }

  async function keepFinding() {
    const said = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "chosen"));
    const before = draft.key ? await site.find(draft.key) : null;
    const unitName = form.elements.unit.selectedOptions[0].textContent;
    const madeAt = before ? before.madeAt : Date.now();
    const entry = entryOf("finding", draft.key || site.newKey(), said, draft.photos, { unitName, madeAt });
    try {
      await site.keep(entry);
    } catch (error) {
      part("form-error").textContent = words.full; // the form stays open with all that was written
      return;
    }
    Object.assign(draft, { key: null, was: null, photos: [] });
    document.getElementById("finding-dialog").close();
    say(words.kept);
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    await redraw();
    send();
  }

  // While it is being changed it is not sent; closed without saving, it is as it was.
  async function change(key) {
    const entry = await site.find(key);
    if (!entry || !mayChange(entry)) return redraw();
    await site.keep({ ...entry, state: "editing", was: entry.state });
    return openForm(entry.words, entry.photos, key, entry.state);
  }

  async function closed() {
    if (draft.key) await settle(await site.find(draft.key));
    await redraw();
  }

  async function settle(entry) {
    if (entry && entry.state === "editing") await site.keep({ ...entry, state: entry.was || "waiting" });
    if (entry && entry.state === "sending") await site.keep({ ...entry, state: "waiting", tried: true });
  }

  async function remove(key) {
    if (!window.confirm(words.sure)) return;
    await site.forget(key);
    await redraw();
  }

  // --- what is pressed -----------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const item = button.closest("[data-item]");
    const entry = button.closest("[data-key]");
    if (button.dataset.resultButton) press(item, button.dataset.resultButton);
    else if (button.dataset.find !== undefined) openForm(item ? { ...item.dataset, title: item.dataset.text } : {});
    else if (button.dataset.part === "send") send();
    else if (button.dataset.part === "locate") locate();
    else if (button.dataset.part === "change") change(entry.dataset.key);
    else if (button.dataset.part === "delete") remove(entry.dataset.key);
    else if (button.dataset.drop) {
      draft.photos.splice(Number(button.dataset.drop), 1);
      drawPhotos();
    }
  });
  document.addEventListener("change", (event) => {
    const item = event.target.closest("[data-asks]");
    if (item && event.target.dataset.part === "note" && event.target.value.trim()) check(item, item.dataset.asks);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepFinding();
  });
  form.querySelectorAll("input[type=file]").forEach((input) => input.addEventListener("change", () => {
    addPhotos(input.files);
    input.value = "";
  }));
  document.getElementById("finding-dialog").addEventListener("close", closed);
  window.addEventListener("online", send);
  window.addEventListener("offline", showLine);

  // --- at the beginning ----------------------------------------------------------------------------
  async function keepPage() {
    const state = part("kept-page");
    try {
      if (navigator.serviceWorker) await navigator.serviceWorker.register(root.dataset.worker);
      state.textContent = (await site.keepPage(root.dataset.user)) ? words.page_kept : words.page_not_kept;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const kept = window.caches && (await caches.match(location.pathname)); // no network now
      state.textContent = kept ? words.page_kept : words.page_not_kept;
    }
    root.dataset.kept = state.textContent === words.page_kept ? "yes" : "no";
  }

  async function begin() {
    await site.open(root.dataset.user);
    for (const entry of await site.all()) await settle(entry);
    await redraw();
    keepPage();
    await send();
    setInterval(() => { if (Number(root.dataset.waiting)) send(); }, CHECKING);
  }

  begin();
})(window.OnSite);
