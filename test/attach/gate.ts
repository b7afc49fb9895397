// Lets a few pieces of work run side by side and keeps the others waiting.
export interface Gate {
  pass<Result>(work: () => Promise<Result>): Promise<Result>
}

export function openGate(width: number): Gate {
  let free = width
  const waiting: (() => void)[] = []
  return {
    pass: async (work) => {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}
