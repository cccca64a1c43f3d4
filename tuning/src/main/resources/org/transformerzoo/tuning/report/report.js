
"use strict";

// Shows one candidate in every picture and table.
function choose(candidate, chosen) {
  document.querySelectorAll("[data-candidate]").forEach((mark) => {
    if (mark.dataset.candidate === candidate) {
      mark.classList.toggle("chosen", chosen);
      mark.querySelectorAll(".pick").forEach((pick) => pick.setAttribute("aria-pressed", chosen));
    }
  });
  const any = document.querySelector("svg .chosen") !== null;
  document.body.classList.toggle("choosing", any);
}

// Numbers as such, words by their letters, what is not there last.
function compare(one, other) {
  if (one === "" || other === "") {
    return one === other ? 0 : one === "" ? Infinity : -Infinity;
  }
  const difference = Number(one) - Number(other);
  return Number.isNaN(difference) ? one.localeCompare(other) : difference;
}

function order(head) {
  const column = head.cellIndex;
  const descending = head.getAttribute("aria-sort") === "ascending";
  const body = head.closest("table").tBodies[0];
  const value = (row) => row.cells[column].dataset.value;
  const rows = Array.from(body.rows).sort((one, other) => {
    const order = compare(value(one), value(other));
    return descending && Number.isFinite(order) ? -order : order;
  });
  head.parentNode.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  body.append(...rows);
}

function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const select = () => getSelection().selectAllChildren(source);
  const told = (word) => {
    button.textContent = word;
    setTimeout(() => (button.textContent = "Copy"), 2000);
  };
  if (!navigator.clipboard) {
    select();
    told("Selected");
    return;
  }
  navigator.clipboard.writeText(source.textContent).then(
    () => told("Copied"),
    () => {
      select();
      told("Selected");
    });
}

document.addEventListener("click", (event) => {
  const head = event.target.closest(".order");
  const button = event.target.closest(".copy");
  const mark = event.target.closest("svg [data-candidate], .pick");
  if (head) {
    order(head.closest("th"));
  } else if (button) {
    copy(button);
  } else if (mark) {
    const owner = mark.closest("[data-candidate]");
    choose(owner.dataset.candidate, !owner.classList.contains("chosen"));
  }
});
