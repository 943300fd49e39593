import { createContext, useCallback, useEffect, useRef } from 'react'

/** Forms on the page into which somebody has filled something that was not sent. */
const filledIn = new Set<object>()

/** True while something stands on the page that was filled in and not sent. */
export const isFilledIn = (): boolean => filledIn.size > 0

// The editor's schema, which knows of fields, is read outside of any page too.
globalThis.window?.addEventListener('beforeunload', (event) => {
  if (isFilledIn()) event.preventDefault()
})

/** How a form or a dialog hears of a tick: what is pressed to tick it sends no event of its own. */
export const NoteFilledIn = createContext<() => void>(() => undefined)

/** Has the browser ask before the page is closed or loaded anew over what was filled in; the answer notes that something was. */
export function useAskBeforeUnload(): () => void {
  const form = useRef({})
  useEffect(() => {
    const { current } = form
    return () => void filledIn.delete(current)
  }, [])
  return useCallback(() => void filledIn.add(form.current), [])
}

/** The same for a field outside any form, while what stands in it cannot be taken. */
export function noteHalfWritten(field: object, isHalfWritten: boolean): void {
  if (isHalfWritten) filledIn.add(field)
  else filledIn.delete(field)
}

/** What was sent or given up asks nothing more; whoever logs out leaves for good, and a question would keep the page on the screen for the next person. */
export const forgetFilledIn = (): void => filledIn.clear()
