import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { ExtractView } from './ExtractView.tsx'
import { useCollabWords } from './words.ts'

/** A document that this page is too old to edit: to be read, and how to come to write again. */
export function OutdatedDocument({ documentId }: { readonly documentId: string }) {
  const words = useCollabWords()
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warning" title={words.outdated} isNews>
        <div className="pt-2">
          <Button kind="secondary" size="compact" onPress={() => location.reload()}>
            {words.ending.reload}
          </Button>
        </div>
      </Notice>
      <ExtractView documentId={documentId} face="full" />
    </div>
  )
}
