import { Progress } from '#client/ui/Progress.tsx'

/** The page before its first answer. */
export function Waiting() {
  return (
    <div className="mx-auto max-w-7xl px-4 md:px-8">
      <Progress />
    </div>
  )
}
