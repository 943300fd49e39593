import { startTransition, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Unit: lines. More than a screen has, and few enough to be there at once on an old machine. */
const AT_ONCE = 50

/**
 * How many lines of a long list are drawn by now: the first at once, and more whenever the browser has done what came before, so that
 * a key or a press never waits for all of them. All are there in the end, for whoever searches the page, and before it is printed.
 */
export function useDrawnSoFar(all: number): number {
  const [drawn, setDrawn] = useState(AT_ONCE)
  useEffect(() => {
    if (drawn >= all) return
    const timer = setTimeout(() => startTransition(() => setDrawn(drawn + AT_ONCE)))
    return () => clearTimeout(timer)
  }, [drawn, all])
  useEffect(() => {
    // The sheet is taken as soon as this is heard: what is drawn a moment later is not on it.
    const drawAll = () => flushSync(() => setDrawn(Number.POSITIVE_INFINITY))
    window.addEventListener('beforeprint', drawAll)
    return () => window.removeEventListener('beforeprint', drawAll)
  }, [])
  return drawn
}
