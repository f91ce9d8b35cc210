import { replayTrack } from "./replay-track.js"

await replayTrack("python")
