import type { ReactNode } from 'react'

export type NoticeTone = 'information' | 'success' | 'warning' | 'error'

interface Props {
  readonly tone: NoticeTone
  /** Said in words before the text, so that the colour is not the only sign. */
  readonly title: string
  readonly children?: ReactNode
  /** True for what appears after the page is there and must be heard. */
  readonly isNews?: boolean
}

const LOOKS: { readonly [tone in NoticeTone]: { readonly frame: string; readonly shape: string } } = {
  information: { frame: 'border-key-900 bg-white', shape: 'fill-key-900' },
  success: { frame: 'border-success-2 bg-white', shape: 'fill-success-2' },
  warning: { frame: 'border-warning-yellow-2 bg-yellow-50', shape: 'fill-warning-yellow-2' },
  error: { frame: 'border-error-2 bg-white', shape: 'fill-error-2' },
}

const SHAPES: { readonly [tone in NoticeTone]: string } = {
  information: 'M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22zm-1.4 4.6h2.8v2.8h-2.8zm0 4.8h2.8v8h-2.8z',
  success: 'M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22zm-1.6 16.2-4.8-4.8 2-2 2.8 2.8 6-6 2 2z',
  warning: 'M12 1 0.5 22h23zm-1.3 7.4h2.6v7h-2.6zm0 8.8h2.6v2.6h-2.6z',
  error: 'M7.5 1 1 7.5v9L7.5 23h9l6.5-6.5v-9L16.5 1zm3.2 4.6h2.6v8h-2.6zm0 10h2.6v2.8h-2.6z',
}

/** Something the reader should know, with its kind shown by shape, words and colour. */
export function Notice({ tone, title, children, isNews = false }: Props) {
  const role = tone === 'error' ? 'alert' : 'status'
  return (
    <div
      role={isNews ? role : undefined}
      className={`${isNews ? 'news' : ''} flex gap-3 rounded-12 border-2 px-4 py-3 ${LOOKS[tone].frame}`}
    >
      <svg aria-hidden="true" viewBox="0 0 24 24" className={`mark-shape mt-0.5 size-6 shrink-0 ${LOOKS[tone].shape}`}>
        <path fillRule="evenodd" d={SHAPES[tone]} />
      </svg>
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-bold text-solid-gray-900">{title}</p>
        {children !== undefined && <div>{children}</div>}
      </div>
    </div>
  )
}
