import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { LONGEST } from '#client/platform/longest.ts'
import { usePorts } from '#client/platform/Ports.tsx'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { Button } from '#client/ui/Button.tsx'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { Form } from '#client/ui/Form.tsx'
import { forgetFilledIn } from '#client/ui/filledIn.ts'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { type Option, Select } from '#client/ui/Select.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { type Draft, fieldOf, useChanges } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { CaseDetail, CaseSummary } from '#shared/api/cases.ts'
import type { OrganisationView } from '#shared/api/council.ts'
import type { OrganisationId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { NEED_CATEGORIES, type NeedCategory } from '#shared/domain/informationCategory.ts'
import { isCouncilMemberOn } from '#shared/domain/organisation.ts'
import { CASE_STATES, type CaseState } from '#shared/domain/supportCase.ts'
import { type Area, areasOf } from './AreaName.tsx'
import { useChangeCase } from './useCases.ts'

interface Props {
  readonly theCase: CaseDetail
  /** Of the council or not. */
  readonly organisations: readonly OrganisationView[]
}

interface FactsDraft {
  readonly callName: string
  readonly needs: NeedCategory[]
  readonly areaCode: string | null
  readonly leadOrganisationId: OrganisationId
  readonly state: CaseState
}

const factsOf = (theCase: CaseSummary): FactsDraft => ({
  callName: theCase.callName,
  needs: [...theCase.needs],
  areaCode: theCase.areaCode,
  leadOrganisationId: theCase.leadOrganisation.id,
  state: theCase.state,
})

const LABELS = {
  callName: 'case.callName',
  needs: 'case.needs',
  areaCode: 'case.area',
  leadOrganisationId: 'case.lead',
  state: 'case.state',
} as const satisfies { readonly [fact in keyof FactsDraft]: string }

const only = (facts: readonly string[], of: FactsDraft): Partial<FactsDraft> =>
  Object.fromEntries(Object.entries(of).filter(([fact]) => facts.includes(fact)))

/**
 * Puts facts back as they were before they were saved; what somebody else has changed since stays theirs. The form is gone by the
 * time somebody asks for it, so the answer is awaited here and not by the form.
 */
function usePutBack(caseId: string) {
  const { t } = useTranslation()
  const { http } = usePorts()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const change = useChangeCase(caseId)
  return (before: Partial<FactsDraft>, saved: Partial<FactsDraft>): void => {
    const isOurs = (now: CaseSummary) =>
      JSON.stringify(only(Object.keys(saved), factsOf(now))) === JSON.stringify(saved)
    void http
      .get<CaseSummary>(`/api/cases/${caseId}`)
      .then(async (now) => {
        if (!isOurs(now)) return status.say(t('form.overtaken'))
        await change.mutateAsync({ ...before, shown: saved })
        status.say(t('form.taken'))
      })
      .catch((failure: unknown) => status.say(wordsOf(failure)))
  }
}

/** The case's facts. Only what is changed here is sent: others may change the rest meanwhile. What was there before is one press away after saving. */
export function EditCaseForm({ theCase, organisations }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const tell = useOutcome()
  const draft = useChanges(factsOf(theCase))
  const choices = useChoices(theCase, organisations)
  const { changeTeam, seeNeeds } = theCase.can
  const [isChecked, setChecked] = useState(false)
  const change = useChangeCase(theCase.id)
  const putBack = usePutBack(theCase.id)

  const back = () => {
    forgetFilledIn()
    void navigate(`/cases/${theCase.id}`)
  }
  const submit = () => {
    setChecked(true)
    if (draft.value.callName.trim() === '' || lacksNeeds(draft.value, seeNeeds)) return
    const changed = Object.keys(draft.made)
    if (changed.length === 0) return back()
    const before = only(changed, factsOf(theCase))
    tell(change.mutateAsync({ ...draft.made, shown: before }), {
      ...{ title: t('editCase.title'), said: t('form.saved'), onDone: back },
      undo: (saved) => putBack(before, only(changed, factsOf(saved))),
    })
  }
  return (
    <Form onSubmit={submit} label={t('editCase.title')} failure={change.error}>
      <FactFields
        draft={draft}
        isChecked={isChecked}
        choices={choices}
        seeNeeds={seeNeeds}
        mayChangeLead={changeTeam.allowed}
      />
      {draft.overtaken.length > 0 && (
        <Notice tone="warning" title={t('editCase.overtaken')} isNews>
          {t('editCase.overtakenText', {
            facts: draft.overtaken.map((fact) => t(LABELS[fact])).join(t('form.between')),
          })}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        {/* Done, it is still here until the next page is; another press would do it again. */}
        <Button type="submit" isBusy={change.isPending || change.isSuccess}>
          {t('form.save')}
        </Button>
        <LinkButton kind="secondary" href={`/cases/${theCase.id}`} onClick={forgetFilledIn}>
          {t('form.cancel')}
        </LinkButton>
      </div>
    </Form>
  )
}

/** What is of the council can be chosen, and what stands there already. */
function useChoices({ areaCode, leadOrganisation }: CaseSummary, organisations: readonly OrganisationView[]) {
  const today = dayInJapan(usePorts().clock.now())
  const choice = ({ code, name }: Area) => ({ value: code, label: name })
  const bodies = organisations.filter((one) => isCouncilMemberOn(one, today))
  const leads = bodies.map(({ id, name }) => ({ value: id, label: name }))
  const areas = areasOf(bodies).map(choice)
  const isArea = ({ code }: Area) => code === areaCode
  const area = areaCode === null ? null : (areasOf(organisations).find(isArea) ?? { code: areaCode, name: areaCode })
  return {
    leads: withStanding(leads, { value: leadOrganisation.id, label: leadOrganisation.name }),
    areas: area === null ? areas : withStanding(areas, choice(area)),
  }
}

const withStanding = <Value extends string>(options: readonly Option<Value>[], standing: Option<Value>) =>
  options.some(({ value }) => value === standing.value) ? options : [standing, ...options]

/** Whoever sees some of the needs only may leave those empty: the case has others, maybe. */
const seesAll = (seen: readonly NeedCategory[]) => seen.length === NEED_CATEGORIES.length
const lacksNeeds = ({ needs }: FactsDraft, seen: readonly NeedCategory[]) => seesAll(seen) && needs.length === 0

interface FieldsProps {
  readonly draft: Draft<FactsDraft>
  readonly isChecked: boolean
  readonly choices: ReturnType<typeof useChoices>
  readonly seeNeeds: readonly NeedCategory[]
  /** Another lead is another team. */
  readonly mayChangeLead: boolean
}

function FactFields({ draft, isChecked, choices, seeNeeds, mayChangeLead }: FieldsProps) {
  const { t } = useTranslation()
  const { callName, areaCode, leadOrganisationId, state } = draft.value
  return (
    <>
      <TextField
        label={t('case.callName')}
        longest={LONGEST.callName}
        hint={t('newCase.callNameHint')}
        isRequired
        {...fieldOf(draft, 'callName')}
        problem={isChecked && callName.trim() === '' ? t('newCase.callNameMissing') : undefined}
      />
      <Select
        label={t('case.state')}
        isRequired
        width="short"
        value={state}
        options={CASE_STATES.map((each) => ({ value: each, label: t(`caseState.${each}`) }))}
        onChange={(next) => (next === '' ? undefined : draft.set('state')(next))}
      />
      <NeedsField draft={draft} isChecked={isChecked} seeNeeds={seeNeeds} />
      <Select
        label={t('case.area')}
        hint={t(choices.areas.length === 0 ? 'editCase.noAreaHint' : 'editCase.areaHint')}
        nothing={t('case.areaUnknown')}
        value={areaCode ?? ''}
        options={choices.areas}
        onChange={(code) => draft.set('areaCode')(code === '' ? null : code)}
      />
      {mayChangeLead && (
        <Select
          label={t('case.lead')}
          isRequired
          name="leadOrganisationId"
          value={leadOrganisationId}
          options={choices.leads}
          onChange={(id) => (id === '' ? undefined : draft.set('leadOrganisationId')(id))}
        />
      )}
    </>
  )
}

function NeedsField({ draft, isChecked, seeNeeds }: Pick<FieldsProps, 'draft' | 'isChecked' | 'seeNeeds'>) {
  const { t } = useTranslation()
  if (seeNeeds.length === 0) return null
  const isWhole = seesAll(seeNeeds)
  return (
    <CheckboxGroup
      label={t('case.needs')}
      hint={isWhole ? undefined : t('case.needsInPart')}
      isRequired={isWhole}
      columns={2}
      value={draft.value.needs}
      options={seeNeeds.map((need) => ({ value: need, label: t(`need.${need}`) }))}
      onChange={(next) => draft.set('needs')([...next])}
      problem={isChecked && lacksNeeds(draft.value, seeNeeds) ? t('form.chooseOne') : undefined}
    />
  )
}
