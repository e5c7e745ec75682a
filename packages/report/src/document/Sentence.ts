/** A note as a sentence of its own: with a full stop, which what says one thing among others goes without. */
export const sentence = (text: string): string => (/[.!?…]["»”)]?$/.test(text) ? text : `${text}.`)
