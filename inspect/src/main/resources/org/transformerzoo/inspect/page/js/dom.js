// Elements without markup: what comes from data is always text.

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'class') {
      element.className = value;
    } else if (name in element && typeof value !== 'string') {
      element[name] = value;
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A name that may go on in the next line behind its marks, as in `order_status`. */
export const breakable = (name) => name.split(/(?<=[_/.-])/).flatMap((part, index) => (index ? [h('wbr'), part] : [part]));

export const byId = (id) => document.getElementById(id);

/** A choice among pairs of value and text. */
export function choice(label, entries, selected, change) {
  const select = h('select', { onchange: () => change(select.value) },
    ...entries.map(([value, text]) => h('option', { value: String(value) }, text)));
  select.value = String(selected);
  const field = h('label', {}, label, select);
  field.select = select;
  return field;
}

/** Buttons of which one is chosen, reached by one tab stop and the arrow keys. */
export function tabs(buttons, show) {
  const choose = (index, focus) => {
    buttons.forEach((button, each) => {
      button.setAttribute('aria-selected', String(each === index));
      button.tabIndex = each === index ? 0 : -1;
    });
    if (focus) buttons[index].focus();
    show(index);
  };
  buttons.forEach((button, index) => {
    button.addEventListener('click', () => choose(index, false));
    button.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choose((index + step + buttons.length) % buttons.length, true);
      if (event.key === 'Home') choose(0, true);
      if (event.key === 'End') choose(buttons.length - 1, true);
    });
  });
  return choose;
}

/** Shows what is waited for, then what came of it, unless something newer was asked meanwhile. */
export function filled(container, words = 'Computing…') {
  let latest = 0;
  return async (work) => {
    const own = ++latest;
    container.replaceChildren(h('p', { class: 'waiting', role: 'status' }, words));
    try {
      const made = await work();
      if (own === latest) container.replaceChildren(...[made].flat());
    } catch (error) {
      if (own === latest) container.replaceChildren(h('p', { class: 'failure', role: 'alert' }, error.message));
    }
  };
}
