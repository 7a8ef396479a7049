/**
 * The words of a text, for the search. VitePress sends this function to the page as text, so it names nothing outside
 * itself. Chinese is written without spaces: each pair of neighbouring characters counts as a word, and each character.
 */
export function tokenize(text: string): string[] {
  const words: string[] = []
  for (const part of text.split(/[\s\p{P}\p{S}\p{Z}]+/u)) {
    for (const piece of part.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []) {
      if (!/\p{Script=Han}/u.test(piece)) words.push(piece)
      else
        for (let index = 0; index < piece.length; index++) {
          words.push(piece.charAt(index))
          if (index > 0) words.push(piece.slice(index - 1, index + 1))
        }
    }
  }
  return words
}
