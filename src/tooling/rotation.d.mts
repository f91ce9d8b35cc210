export function turnOf(seed: string): number
export function mutantsInTurn(turn: number, files: readonly string[]): { file: string; part: string }
export function oneOf(turn: number, files: readonly string[]): string
