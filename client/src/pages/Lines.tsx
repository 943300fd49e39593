import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'

interface Props {
  /** Unit: lines that are drawn, and that there are. */
  readonly count: number
  readonly all: number
  readonly onMore: () => void
  readonly children: ReactNode
}

/** A list drawn down to a line, and the way to the next, where the keyboard goes on. */
export function Lines({ count, all, onMore, children }: Props) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const next = useRef<number | null>(null)
  useEffect(() => {
    const line = next.current === null ? null : place.current?.querySelectorAll<HTMLElement>('tbody a')[next.current]
    if (line == null) return
    next.current = null
    line.focus()
  })
  const showMore = () => {
    next.current = count
    onMore()
  }
  return (
    <div ref={place}>
      {children}
      {all > count && (
        <div className="flex flex-wrap items-center gap-4 pt-4">
          <span className="off-paper">
            <Button kind="secondary" onPress={showMore}>
              {t('case.more')}
            </Button>
          </span>
          <span className="text-solid-gray-700">{t('case.drawn', { drawn: count, all })}</span>
        </div>
      )}
    </div>
  )
}
