import { type RefObject, useRef, useState } from 'react'
import { LONGEST } from '#client/platform/longest.ts'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Disclosure } from '#client/ui/Disclosure.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Form } from '#client/ui/Form.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import { fill, useCollabWords } from '../words.ts'
import { AuthorLines } from './AuthorLines.tsx'
import { CompareForm } from './CompareForm.tsx'
import { ComparisonView } from './ComparisonView.tsx'
import { type Comparison, useIsWritten, useNameVersion, useRestoreVersion, useVersions } from './useVersions.ts'
import { VersionList } from './VersionList.tsx'

interface Props {
  readonly documentId: string
}

interface PanelProps extends Props {
  /** The page that shows one difference by itself. */
  readonly differencePath: string
}

/** 「版」: what the document was before, beside what it is; nothing is asked for until it is opened. */
export function VersionPanel(panel: PanelProps) {
  return (
    <Disclosure title={useCollabWords().versions.title}>
      <OpenPanel {...panel} />
    </Disclosure>
  )
}

type Shown =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'authors' }
  | { readonly kind: 'restoring'; readonly number: number; readonly isUndo: boolean }

function OpenPanel({ documentId, differencePath }: PanelProps) {
  const words = useCollabWords().versions
  const dates = useDates()
  const versions = useVersions(documentId)
  const panel = useRef<HTMLElement>(null)
  const [shown, setShown] = useState<Shown | null>(null)
  if (versions.isError) return <FailureNotice failure={versions.error} title={words.cannotRead} />
  if (versions.data === undefined) return <Progress label={words.reading} />
  const { items, lastRead } = versions.data
  const close = () => setShown(null)
  const compare = (comparison: Comparison) => setShown({ kind: 'comparison', comparison })
  return (
    <section
      ref={panel}
      aria-label={words.title}
      tabIndex={-1}
      className="flex flex-col gap-4 rounded-12 border border-solid-gray-420 p-4"
    >
      <NameForm documentId={documentId} />
      <div className="flex flex-wrap gap-2">
        {lastRead !== null && (
          <Button kind="secondary" size="compact" onPress={() => compare({ from: 'lastRead', to: 'now' })}>
            {fill(words.sinceLastRead, { at: dates.moment(lastRead.at) })}
          </Button>
        )}
        <Button kind="secondary" size="compact" onPress={() => setShown({ kind: 'authors' })}>
          {words.authors}
        </Button>
      </div>
      <CompareForm versions={versions.data} onCompare={compare} />
      <Restoration
        {...{ documentId, panel }}
        asked={shown?.kind === 'restoring' ? shown : null}
        onAsk={(number) => setShown({ kind: 'restoring', number, isUndo: true })}
        onClose={close}
      />
      <VersionList
        versions={items}
        onCompare={compare}
        onRestore={({ number }) => setShown({ kind: 'restoring', number, isUndo: false })}
      />
      <Dialog title={words.difference} isOpen={shown?.kind === 'comparison'} onClose={close}>
        {shown?.kind === 'comparison' && (
          <ComparisonView documentId={documentId} comparison={shown.comparison} differencePath={differencePath} />
        )}
        <CloseButton onClose={close} />
      </Dialog>
      <Dialog title={words.authors} isOpen={shown?.kind === 'authors'} onClose={close}>
        {shown?.kind === 'authors' && <AuthorLines documentId={documentId} />}
        <CloseButton onClose={close} />
      </Dialog>
    </section>
  )
}

function CloseButton({ onClose }: { readonly onClose: () => void }) {
  const words = useCollabWords().versions
  return (
    <div className="pt-4">
      <Button kind="secondary" onPress={onClose}>
        {words.close}
      </Button>
    </div>
  )
}

function NameForm({ documentId }: Props) {
  const words = useCollabWords().versions
  const tell = useOutcome()
  const naming = useNameVersion(documentId)
  const [name, setName] = useState('')
  const [isLacking, setLacking] = useState(false)
  const keep = () => {
    const kept = name.trim()
    setLacking(kept === '')
    if (kept === '') return
    const said = fill(words.kept, { name: kept })
    tell(naming.mutateAsync(kept), { title: words.nameIt, said, onDone: () => setName('') })
  }
  return (
    <Form label={words.nameIt} mayBeLost onSubmit={keep} failure={naming.error}>
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label={words.nameLabel}
          longest={LONGEST.versionName}
          value={name}
          onChange={setName}
          problem={isLacking && name.trim() === '' ? words.nameMissing : undefined}
        />
        <Button type="submit" kind="secondary" isBusy={naming.isPending}>
          {words.nameIt}
        </Button>
      </div>
    </Form>
  )
}

interface RestorationProps extends Props {
  readonly panel: RefObject<HTMLElement | null>
  /** The version that it is asked whether to go back to; `isUndo`: to undo that one went back before. */
  readonly asked: { readonly number: number; readonly isUndo: boolean } | null
  readonly onAsk: (number: number) => void
  readonly onClose: () => void
}

/**
 * Says what going back would change before it does, and takes it back afterwards: at once while nothing was written since, and
 * else only when that was shown, since it would go with it.
 */
function Restoration({ documentId, panel, asked, onAsk, onClose }: RestorationProps) {
  const words = useCollabWords().versions
  const restoring = useRestoreVersion(documentId)
  const undoing = useRestoreVersion(documentId)
  const status = useStatus()
  const notice = useRef<HTMLDivElement>(null)
  const isWritten = useIsWritten(documentId)
  const restore = (number: number) => {
    undoing.reset()
    const said = fill(words.restoredTo, { number: String(number) })
    restoring.mutate(number, { onSuccess: () => status.say(said), onSettled: onClose })
  }
  const undo = async (to: number, from: number) => {
    if (await isWritten(from)) return onAsk(to)
    const onSuccess = () => {
      // The button that was pressed goes with its notice, and the keyboard is not to go with it; nobody who has gone on is called back.
      if (notice.current?.contains(document.activeElement)) panel.current?.focus({ preventScroll: true })
      status.say(words.takenBack)
    }
    undoing.mutate(to, { onSuccess })
  }
  const before = undoing.isSuccess ? undefined : restoring.data?.before
  return (
    <>
      {before !== undefined && (
        <div ref={notice}>
          <Notice tone="success" title={words.restored}>
            <Button
              kind="secondary"
              size="compact"
              isBusy={undoing.isPending}
              onPress={() => void undo(before, restoring.variables ?? 0)}
            >
              {words.undo}
            </Button>
          </Notice>
        </div>
      )}
      {(restoring.isError || undoing.isError) && (
        <FailureNotice failure={restoring.error ?? undoing.error} title={words.notRestored} />
      )}
      <Dialog title={words.restoreTitle} isOpen={asked !== null} onClose={onClose}>
        {asked?.isUndo === true && <Notice tone="warning" title={words.writtenSince} />}
        <p className="pb-3">{words.restoreText}</p>
        {asked !== null && (
          <ComparisonView documentId={documentId} comparison={{ from: asked.number, to: 'now' }} isReversed />
        )}
        <div className="flex flex-wrap gap-3 pt-5">
          <Button isBusy={restoring.isPending} onPress={() => asked !== null && restore(asked.number)}>
            {words.restore}
          </Button>
          <Button kind="secondary" onPress={onClose}>
            {words.leaveIt}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
