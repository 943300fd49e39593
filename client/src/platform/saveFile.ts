/** Unit: milliseconds a browser has for taking a file over; a large one on a slow disk takes seconds. */
const TAKEN_OVER_MS = 60_000

/** Has the browser keep a text as a file where the person keeps theirs. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), TAKEN_OVER_MS)
}
