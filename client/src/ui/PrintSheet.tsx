import type { ReactNode } from 'react'

interface Props {
  /** What stands above the title at the left and at the right: the form's number; the days it was made and printed, one under the other. */
  readonly left: string
  readonly right: readonly string[]
  readonly handling: string
  readonly title: string
  readonly children: ReactNode
}

/** One A4 form: drawn as a sheet on the screen, printed without anything around it. */
export function PrintSheet({ left, right, handling, title, children }: Props) {
  return (
    <article className="paper mx-auto w-full max-w-[210mm] border border-solid-gray-300 bg-white px-[8%] py-10 text-black shadow-1 print:max-w-none print:border-0 print:p-0 print:shadow-none">
      <header className="flex flex-wrap items-start justify-between gap-4 wrap-anywhere print:flex-nowrap print:wrap-normal">
        <p>{left}</p>
        <p className="border-2 border-black px-3 font-bold">{handling}</p>
        <div className="text-right">
          {right.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      </header>
      <h1 className="py-5 text-center text-std-24B-150 print:text-[16pt]">{title}</h1>
      {children}
    </article>
  )
}
