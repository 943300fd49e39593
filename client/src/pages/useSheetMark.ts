import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'

/** As a string of a style sheet: whatever is in a name stays in it. */
const quoted = (text: string): string =>
  `"${text.replace(/["\\\p{Cc}]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`

/**
 * Puts a line at the foot of every sheet that is printed from here: what it is of, who printed it and when, as it is at the moment of
 * printing. Paper that is found somewhere says where it came from. Where a browser draws nothing in the margins of a sheet, nothing
 * stands there.
 */
export function useSheetMark(of: string): void {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  const member = useSession().signedIn?.member
  const [name, organisation] = [member?.name ?? '', member?.organisationName ?? '']
  useEffect(() => {
    if (!('adoptedStyleSheets' in document)) return
    const sheet = new CSSStyleSheet()
    const line = () => t('print.printedBy', { of, name, organisation, at: dates.moment(clock.now()) })
    // Beside a long line the number of the sheet stays on one line of its own.
    const write = () =>
      sheet.replaceSync(
        `@page { @bottom-left { content: ${quoted(line())}; font-size: 8pt } @bottom-center { white-space: nowrap } }`,
      )
    write()
    document.adoptedStyleSheets.push(sheet)
    window.addEventListener('beforeprint', write)
    return () => {
      window.removeEventListener('beforeprint', write)
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [t, clock, dates, of, name, organisation])
}
