import { useEffect } from 'react'

/** As a string of a style sheet: whatever is in a name stays in it. */
const quoted = (text: string): string =>
  `"${text.replace(/["\\\p{Cc}]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`

/**
 * Puts a line at the foot of every sheet that is printed from here, as it is at the moment of printing: paper that is found
 * somewhere says where it came from. Where a browser draws nothing in the margins of a sheet, nothing stands there.
 */
export function useSheetMark(line: () => string): void {
  useEffect(() => {
    if (!('adoptedStyleSheets' in document)) return
    const sheet = new CSSStyleSheet()
    const write = () => sheet.replaceSync(`@page { @bottom-left { content: ${quoted(line())}; font-size: 8pt } }`)
    write()
    document.adoptedStyleSheets.push(sheet)
    window.addEventListener('beforeprint', write)
    return () => {
      window.removeEventListener('beforeprint', write)
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [line])
}
