// Views as files.

export function download(name, url) {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

const cell = (value) => {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A table as comma-separated values, in UTF-8. */
export function csv(name, header, rows) {
  const lines = [header, ...rows].map((row) => row.map(cell).join(','));
  const url = URL.createObjectURL(new Blob([lines.join('\r\n'), '\r\n'], { type: 'text/csv' }));
  download(name, url);
  URL.revokeObjectURL(url);
}
