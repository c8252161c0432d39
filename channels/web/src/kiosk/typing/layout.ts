// The keys of the on-screen keyboard, row by row.

export const LETTERS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
export const SIGNS = ["1234567890", "，。？！：；、“”", "（）《》%-+./@"];
/** What a letter key adds in Chinese while something is being spelt: where syllables must part (xi'an). */
export const BREAK = "'";
