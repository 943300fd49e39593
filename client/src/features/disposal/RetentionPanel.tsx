import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { RadioGroup } from '#client/ui/RadioGroup.tsx'
import { Section } from '#client/ui/Section.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import { type DisposalsView, KeepRetentionRequest } from '#shared/api/disposal.ts'
import { useKeepRetention } from './useDisposals.ts'

type Rule = DisposalsView['rule']

/** How long closed cases are kept, and, for whoever keeps the council's files, setting it. */
export function RetentionPanel({ rule, mayKeep }: { readonly rule: Rule; readonly mayKeep: boolean }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const keep = (
    <Button kind="secondary" size="compact" onPress={() => setOpen(true)}>
      {t('disposal.keepRetention')}
    </Button>
  )
  return (
    <Section title={t('disposal.retention')} actions={mayKeep ? keep : undefined}>
      {rule === null ? (
        <Notice tone="information" title={t('disposal.retentionNoneTitle')}>
          {t('disposal.retentionNone')}
        </Notice>
      ) : (
        <p className="wrap-anywhere">
          {t(rule.years === null ? 'disposal.retentionForEver' : 'disposal.retentionIs', { ...rule })}
        </p>
      )}
      {isOpen && <RetentionDialog rule={rule} onClose={() => setOpen(false)} />}
    </Section>
  )
}

interface RetentionDraft {
  readonly documentClass: string
  readonly term: 'forYears' | 'forEver'
  readonly years: string
}

const draftOf = (rule: Rule): RetentionDraft => ({
  documentClass: rule?.documentClass ?? '',
  term: rule !== null && rule.years === null ? 'forEver' : 'forYears',
  years: String(rule?.years ?? ''),
})

/** What the form stands for; wide figures are figures. */
const requestOf = ({ documentClass, term, years }: RetentionDraft, shown: Rule) =>
  KeepRetentionRequest.safeParse({
    ...{ documentClass, shown },
    years: term === 'forEver' ? null : Number(years.normalize('NFKC').trim() || Number.NaN),
  })

function RetentionDialog({ rule, onClose }: { readonly rule: Rule; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const keep = useKeepRetention()
  // What stood there when it was opened: of two who set it the second is told.
  const [shown] = useState(rule)
  const draft = useDraft(draftOf(rule))
  const [isChecked, setChecked] = useState(false)
  const request = requestOf(draft.value, shown)
  const wrong = new Set(isChecked ? request.error?.issues.map(({ path }) => path[0]) : [])
  const title = t('disposal.keepRetention')
  const submit = () => {
    setChecked(true)
    if (request.success) tell(keep.mutateAsync(request.data), { title, said: t('form.saved'), onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={keep.error}>
        <p>{t('disposal.retentionEffect')}</p>
        <RetentionFields draft={draft} wrong={wrong} />
        <FormButtons submit={t('form.save')} isBusy={keep.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

interface FieldsProps {
  readonly draft: Draft<RetentionDraft>
  readonly wrong: ReadonlySet<unknown>
}

function RetentionFields({ draft, wrong }: FieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <TextField
        label={t('disposal.documentClass')}
        hint={t('disposal.documentClassHint')}
        isRequired
        longest={60}
        {...fieldOf(draft, 'documentClass')}
        problem={wrong.has('documentClass') ? t('form.missing') : undefined}
      />
      <RadioGroup
        label={t('disposal.term')}
        isRequired
        {...fieldOf(draft, 'term')}
        options={(['forYears', 'forEver'] as const).map((value) => ({ value, label: t(`disposal.${value}`) }))}
      />
      {draft.value.term === 'forYears' && (
        <TextField
          label={t('disposal.years')}
          hint={t('disposal.yearsHint')}
          isRequired
          inputMode="numeric"
          width="short"
          {...fieldOf(draft, 'years')}
          problem={wrong.has('years') ? t('disposal.yearsUnreadable') : undefined}
        />
      )}
    </>
  )
}
