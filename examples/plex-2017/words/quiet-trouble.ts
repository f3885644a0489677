// Ordinary days: what goes wrong. Transcoding, subtitles, small bugs.
import { lines } from '../grammar.ts'

export const quietTrouble = {
  transcoding: lines(`
    Anyone else seeing {percent} CPU when the {device} plays {codec}?
    My {server} [chokes|struggles|gives up] on {codec} the moment {family} starts a second stream.
    Direct play works on the {device} but the {device} insists on transcoding the very same file.
    Hardware transcoding on the {server} is [finally stable|still hit and miss|worse than software for me] with {version}.
    Why does a {4-20} Mbps file need transcoding at all on a [wired|gigabit|local] network?
    Buffering every {2-9} minutes on the {device}, only with {codec}, only [in the evening|on weekends|when it rains, it seems].
    Setting the quality to original stopped the [stutter|buffering|constant pauses] on my {device}.
    The transcoder temp folder filled my {20-120} GB SSD {when} and playback just died.
    I moved the transcode directory to RAM and my {server} is so much happier.
    The {device} says the server is not powerful enough, which is a strange thing to say to {a-machine}.
    {codec} audio is the culprit here, video copies fine and only the sound gets converted.
    Does throttling kick in for you? My {server} runs at {percent} for the whole film.
    Optimised versions saved me, I convert {media} overnight and the {server} sleeps during the day.
    One remote user at {1-4} Mbps brings the whole {server} to its knees.
    Quick sync on the {server} gives me blocky dark scenes, so I turned it off again.
    Is there a list of what the {device} can direct play? I am guessing and failing.
    Playback of {media} stops after exactly {20-50} minutes with an error about the [network|transcoder|codec].
    Ten simultaneous streams last night and the {server} did not even spin up its fan.
    Seeking in a transcoded file freezes my {device} for {8-40} seconds.
    I gave up on 4K for the {device} and keep a 1080p copy next to it.
  `),
  'a-machine': lines(`
    a machine with {8-32} cores
    an i7 with nothing else to do
    something that cost me a month of rent
    a box that played this file last week
    a server that sits at {2-9}% load
  `),
  subtitles: lines(`
    {subs} subtitles are out of sync by [about|roughly|exactly] {2-9} seconds on the {device}.
    Turning on {subs} subs forces a transcode and the {server} melts.
    How do I make {subs} subtitles the default for foreign audio only?
    The subtitle offset resets every time I [pause|skip|resume] on the {device}.
    My {subs} files are next to the video, named like it, and still [ignored|not listed|not found].
    Subtitles show up as squares and question marks on the {device}, fine in the web client.
    Where did the subtitle size setting go on the {device}?
    For {show} I need {subs} subs, and the agent fetches them for the wrong episode.
    Yellow subtitles with a thin outline, that is all I ask for.
    {family} needs captions for everything, so this matters a lot in our house.
    Renaming the file to end in .en.srt did the trick for me.
    The subs appear twice, once burned in and once as text, since {version}.
    White subtitles on snow, who thought of that?
    I have {40-400} films with {subs} subs and only a handful get picked up.
    Is there any player that shows {subs} without converting the picture?
    Signs and songs tracks get chosen instead of the full dialogue in my {media}.
  `),
  bug: lines(`
    After {version} my {app} app crashes [on launch|when I open a playlist|while browsing by genre].
    [Posters|Artwork|Cover pictures] vanished for {20-300} items {when}.
    Watched state does not sync between the {device} and the {device}.
    Library scan hangs at {17-98}% on {system}, no error in the log.
    Two copies of every episode of {show} since {when}.
    The on deck row keeps offering me {show}, which I finished in [May|June|spring].
    Remote access shows green, then red, then green again, like a broken traffic light.
    Photos from {family} upload upside down.
    The app forgets my sort order whenever I leave the page, a small thing but annoying.
    {version} broke sorting by date added, everything is in the wrong order.
    My DVR recorded {8-45} minutes of a blank screen instead of {show}.
    The {device} logs me out {when} and typing a password with that remote is no fun.
    Music playback skips the last second of each track, which ruins live albums.
    Collections lose their poster when I add one more film.
    Casting to the {device} fails with a spinner that never ends.
    The server update from inside the app failed on {system}, I had to install by hand.
    Found a small bug: shuffling an artist plays the same {3-6} songs again and again.
    Search finds nothing when the title has an accent in it.
    Chapter thumbnails take {howlong} for a single film, is that normal?
    Error {100-999} on the {device} and no page explains what it means.
    The episode counter is off by one for {show}, looks like a specials problem.
    Voice control on the {device} understands "pause" as "parents".
    After daylight saving my recordings of {show} begin an hour early.
    Thumbnails for {media} are all black on the {device}.
    Trailers play before everything now and nobody in this house asked for them.
    The volume jumps between episodes, [is there a normaliser|my neighbours noticed|it scares the cat].
    The scanner thinks my {media} are a Finnish film from {1961-1999}.
    Sync to the {device} stays on "waiting" all night.
    The dashboard says I am playing {show} in {place}, but the house is empty.
  `),
}
