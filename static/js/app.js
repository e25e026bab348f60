// What a page does beyond plain HTML: navigation on a phone, menus, dialogs, charts.
(function () {
  "use strict";

  const root = document.documentElement;
  root.classList.add("js");
  const phone = window.matchMedia("(max-width: 47.99rem)");

  function toggleNavigation(button, open) {
    document.getElementById("navigation").classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
  }

  function closeMenus(except) {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    closeMenus(target.closest("details[data-menu]"));
    const nav = target.closest("[data-nav]");
    if (nav) toggleNavigation(nav, nav.getAttribute("aria-expanded") !== "true");
    const opener = target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    if (target.closest("[data-dialog-close]")) target.closest("dialog").close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    const nav = document.querySelector("[data-nav][aria-expanded=true]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (nav) {
      toggleNavigation(nav, false);
      nav.focus();
    }
  });

  // One act, one submission: a second press on a slow line must not send the form again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000); // an answer that is a download leaves the page as it is
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // --- what 实地督查 keeps on the device ------------------------------------------------------------
  const MINE = document.body.dataset.user || "";

  // Of somebody else's device database only what waits to be sent stays; he alone opens it again.
  function clear(name) {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => {
      const database = asked.result;
      if (!database.objectStoreNames.contains("entries")) return database.close();
      const table = database.transaction("entries", "readwrite").objectStore("entries");
      table.openCursor().onsuccess = (event) => {
        const cursor = event.target.result;
        if (!cursor) return database.close();
        if (cursor.value.state === "sent") cursor.delete();
        return cursor.continue();
      };
      return undefined;
    };
  }

  // Pages kept for when there is no network go when another user, or nobody, is signed in.
  async function forgetOthers() {
    if (!window.caches || !indexedDB.databases) return;
    for (const name of await caches.keys()) {
      if (name.startsWith("on-site-pages-") && name !== `on-site-pages-${MINE}`) await caches.delete(name);
    }
    for (const { name } of await indexedDB.databases()) {
      if (name.startsWith("on-site-") && name !== `on-site-${MINE}`) clear(name);
    }
  }
  forgetOthers();

  // --- charts -------------------------------------------------------------------------------------
  const COLOURS = ["#1d4f8c", "#2f8f83", "#b07d2b", "#6b5b95"];

  function series(line) {
    return {
      name: line.name,
      type: line.type || "line",
      data: line.values,
      symbolSize: 6,
      barMaxWidth: 24,
      ...(line.dashed ? { color: "#6b7785" } : {}),
      lineStyle: { width: 2, type: line.dashed ? "dashed" : "solid" },
    };
  }

  function options(data) {
    const text = { fontFamily: getComputedStyle(document.body).fontFamily, color: "#1c2733" };
    return {
      color: COLOURS,
      textStyle: text,
      animation: false,
      aria: { enabled: true },
      // HTML tooltips carry style attributes, which the security policy refuses.
      tooltip: { trigger: "axis", renderMode: "richText", confine: true },
      legend: { top: 0, left: "center", textStyle: text },
      grid: { top: 40, right: 12, bottom: 8, left: 8, containLabel: true },
      xAxis: { type: "category", data: data.labels, axisTick: { show: false } },
      yAxis: { type: "value", splitLine: { lineStyle: { color: "#e1e6ec" } } },
      series: data.series.map(series),
    };
  }

  let library;
  function loadCharts(address) {
    library = library || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(window.echarts);
      script.onerror = reject;
      document.head.append(script);
    });
    return library;
  }

  async function draw(figure) {
    if (figure.dataset.drawn) return;
    figure.dataset.drawn = "1";
    const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const echarts = await loadCharts(figure.dataset.library);
    const canvas = figure.querySelector(".chart-canvas");
    canvas.hidden = false;
    figure.querySelector(".chart-table").open = false;
    const chart = echarts.init(canvas);
    chart.setOption(options(data));
    new ResizeObserver(() => chart.resize()).observe(canvas);
  }

  function prepare(part) {
    part.querySelectorAll("[data-chart]").forEach(draw);
    part.querySelectorAll("[data-collapse-on-phone]").forEach((filters) => {
      if (phone.matches) filters.open = false;
    });
    const wrong = part.querySelector("[data-focus]");
    if (wrong) wrong.focus();
  }

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target));
})();
