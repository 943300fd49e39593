import { useCallback, useEffect, useRef } from 'react'

/** Forms on the page into which somebody has filled something that was not sent. */
const filledIn = new Set<object>()

addEventListener('beforeunload', (event) => {
  if (filledIn.size > 0) event.preventDefault()
})

/** Has the browser ask before the page is closed or loaded anew over what was filled in; the answer notes that something was. */
export function useAskBeforeUnload(): () => void {
  const form = useRef({})
  useEffect(() => {
    const { current } = form
    return () => void filledIn.delete(current)
  }, [])
  return useCallback(() => void filledIn.add(form.current), [])
}

/** Whoever logs out leaves the page for good: a question would keep it on the screen for the next person. */
export const forgetFilledIn = (): void => filledIn.clear()
