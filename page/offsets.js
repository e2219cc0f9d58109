// offsets.js - offsets in the three units of the service. The page itself counts UTF-16 units, as JavaScript does.

const COUNTS = {
  utf16: (text) => text.length,
  codepoint: (text) => [...text].length,
  byte: (text) => new TextEncoder().encode(text).length,
};

// An offset in UTF-16 units of `text`, in another unit.
export const convert = (text, offset, unit) => COUNTS[unit](text.slice(0, offset));
