'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDeed } from '../../forms/confirm.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { dropContract, finishContract } from './actions'

/** Ending a contract, and taking out one that was entered by mistake. */
export function ContractDeeds({ contractId, name, ended }: { contractId: number; name: string; ended: boolean }) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  return (
    <div className={forms.form}>
      <Problem>{problem}</Problem>
      <div className={forms.buttons}>
        {ended ? null : (
          <Button
            variant="default"
            loading={running}
            onClick={() =>
              confirmDeed(
                {
                  title: `End ${name}?`,
                  words: 'It leaves the live totals now. What it earned and cost stays in history.',
                  deed: 'End contract',
                },
                () =>
                  void run(
                    () => finishContract(contractId),
                    () => router.refresh(),
                  ),
              )
            }
          >
            End contract
          </Button>
        )}
        <Button
          variant="default"
          color="critical"
          loading={running}
          onClick={() =>
            confirmDeed(
              {
                title: `Delete ${name}?`,
                words: 'Its hours are taken out of history as well. A contract that ran is better ended.',
                deed: 'Delete contract',
              },
              () =>
                void run(
                  () => dropContract(contractId),
                  () => router.push('/earnings/contracts'),
                ),
            )
          }
        >
          Delete contract
        </Button>
      </div>
    </div>
  )
}
