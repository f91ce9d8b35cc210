/** The notes as syntax trees. Who only loads chapters and wants to start fast imports `load.ts` alone. */
export { blocksWithNotes, loadChapter, loadChapters, type NotesOptions } from "./load.js"
export { parseChapter } from "./read-chapter.js"
