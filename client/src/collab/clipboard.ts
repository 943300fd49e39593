/** Puts text into the clipboard. False where there is none, as on a page that is not served safely, or where it is refused: an answer, not an accident. */
export async function copyToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
