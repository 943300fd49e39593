import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import type { MemberView } from '#shared/api/council.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { CASE_ROLES } from '#shared/domain/member.ts'
import { succeededFrom } from '#shared/domain/succession.ts'

interface Props {
  /** Who leaves. */
  readonly member: MemberView
  readonly from: PlainDate
}

/** What a successor would have from a day on, and what a coordinator has to give them. */
export function WhatGoesOver({ member, from }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const today = dayInJapan(usePorts().clock.now())
  const { left, taken } = succeededFrom(member, from, today)
  const { name, organisationName: organisation, role } = member
  const leaves = dates.isOver(left.until) ? t('member.leavesAtOnce', { name }) : null
  const stays = left.until === null ? '' : t('member.leavesAfter', { name, day: dates.day(left.until) })
  const offices = taken.offices.map((held) =>
    t('audit.officeTerm', { office: t(`office.${held.office}`), term: dates.term(held.from, held.until) }),
  )
  const isWasOver = dates.isOver(member.until)
  return (
    <div className="rounded-12 border border-solid-gray-300 px-4 py-3">
      <p className="font-bold">{t('member.goesOver')}</p>
      <ul className="list-disc ps-5">
        {!isWasOver && <li>{leaves ?? stays}</li>}
        <li>{t('member.goesSeat', { organisation, role: t(`role.${role}`), term: dates.term(from, taken.until) })}</li>
        <li>
          {offices.length === 0
            ? t('member.goesNoOffice')
            : t('member.goesOffices', { offices: offices.join(t('form.between')) })}
        </li>
        {CASE_ROLES.includes(role) && (
          <>
            {(role === 'coordinator' || role === 'staff') && <li>{t('member.goesTeams')}</li>}
            <li>{t('member.goesNot')}</li>
          </>
        )}
      </ul>
    </div>
  )
}
