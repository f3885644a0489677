// Ordinary days: questions, tips, praise, wishes and small talk.
import { lines } from '../grammar.ts'

export const quietTalk = {
  howto: lines(`
    What is the [best|simplest|least painful] way to move a library from {system} to a {server}?
    How do you name {media} so that the scanner understands them?
    Is there a way to hide a library from {family} without a second account?
    Can I run two servers under one account, one in {place} and one at my parents?
    New here, is the {device} a good client or should I get a {device}?
    Which agent do you use for {media}?
    Does anybody back up the database, and where does it live on {system}?
    Looking for advice: {amount} of {media}, a {server}, and {2-6} people who stream at once.
    How many streams can a {server} handle at 1080p?
    Can someone explain what the difference between optimise and sync is?
    Should I split {media} and {media} into separate libraries?
    What do I lose when I go without a Plex Pass?
    Is it possible to schedule library updates for {3-5} in the morning only?
    Do I need port {20000-40000} forwarded or is the automatic mapping enough?
    Any way to play a random episode of {show}?
    How would you share {media} with {family} abroad on a slow line?
    I have a tuner on the way, how much disk does the DVR eat per hour?
    Where do extras go, in a subfolder or next to the film?
    Which drive should I buy for {amount} of {media}?
    Can parental controls be set per [age|rating|library] now?
    How do I merge two seasons that the scanner has split?
    Is anyone running the server on {system} and happy with it?
    Do playlists survive when I rebuild the library?
    Does the {device} pass through {codec} or do I need a different box?
    Could somebody post their settings for a {server} behind a VPN?
    What happens to watch history when I replace a file with a better rip?
  `),
  answer: lines(`
    Deleting the codecs folder and restarting [fixed|solved|cured] it here.
    Try turning off [relay|secure connections|the debug log|automatic quality] first.
    Check the permissions, the plex user needs to read the parent folder too.
    That is a known issue with {version}, rolling back helps.
    You want the [personal media|home videos] type for that, not the film type.
    Put the year in brackets after the title and scan again.
    For me it was the router, double NAT since the provider swapped the box.
    Use a wired connection for the {device}, its wifi is weak.
    The web client cannot do {codec}, the desktop player can.
    I had that with my {server} and a cheap SSD for the database made all the difference.
    Refresh metadata for the one show, not the whole library, it saves {howlong}.
    Under settings, show advanced, then [scheduled tasks|transcoder|network], third line from the top.
    Works as designed, I am afraid, but there is a feature request you can vote for.
    Same here until I replaced the HDMI cable, of all things.
    Empty the trash after the scan and the duplicates go away.
    Thanks, that worked on the first try!
    Brilliant, turning off the {subs} track did it, thank you.
    You saved my weekend, cheers.
    Nope, that did not help, still the same with {codec}.
    It needs the server restarted twice, do not ask me why.
    The {device} keeps an old copy of the list, sign out and in again.
    I would not use beta firmware on a {server}, go back one version.
    There is a pinned post about exactly this, with pictures.
    Look at the dashboard while it plays, it says why it transcodes.
    Happy to help, glad it works now.
    Mine does {2-7} streams of {codec} without a sweat, so yours should too.
  `),
  praise: lines(`
    Just want to say the new [dashboard|player|DVR guide|photo view] is {good}.
    {family} found {show} on our server all alone, the interface is {good} for people who hate computers.
    Set up a {server} {soon-past} and the whole thing took {15-55} minutes, impressive.
    {since-start} and it keeps getting better, thanks to the team.
    Watching {media} from {place} still feels like magic.
    The {app} app is {good} since {version}.
    Live TV on the {device} is {good}, I cut the cord and saved {30-95} a month.
    I love that the kids can pick their own cartoons safely.
    Best purchase I made in years, that little {server} with Plex on it.
    My dad digitised {amount} of {media} and now the whole family enjoys them together.
    The match for my {media} was perfect, only {2-9} of {300-900} were wrong.
    Support answered within a day and was very friendly.
    Shared my library with {family} and they love it.
    Music with {codec} through the {device} sounds wonderful.
    Hats off to whoever wrote the sync code, it worked in a tunnel.
    Hardware encoding is awesome, the {server} stays cool and silent.
    So happy with the skip buttons, small things make me smile.
    We had a film night in {place} with a projector and it ran like a dream.
    It is a pleasure to browse {media} with proper artwork.
    The lifetime pass was the best money I ever spent on software.
  `),
  'soon-past': lines(`
    yesterday
    last weekend
    on a rainy Sunday
    for my parents
    for the office
    in {place}
  `),
  'since-start': lines(`
    Been here {since}
    Happy user {since}
    I have used this {since}
    On this forum {since}
    Running a server {since}
  `),
  wish: lines(`
    Feature idea: a sleep timer on the {device}.
    Would love to see [chapters|smart playlists|book support|multiple editions|folder view|HDR] on the {device} one day.
    Please add an option to sort {media} by [length|country|date of recording|composer].
    A dark theme that is actually dark would be nice.
    Can we get separate watch states for each of the kids?
    I would pay for a proper {media} section.
    A night mode for loud action scenes, anyone?
    Voting for downloads on the {device} again, it has been {years}.
    Let me pin {show} to the top, that is all I need.
    An intro skip for {show} would save me days.
    Please bring back the old layout for the {device}, with the big rows.
    Some day I want to edit tags for {20-90} films at once without tears.
    A quieter way to say "are you still watching" would be welcome.
    It would help if the scanner told us which file it is stuck on.
  `),
  chat: lines(`
    What is everybody watching this week? We are {3-8} episodes into {show}.
    Finally ripped the last of my {media}, the shelf is empty and {family} is happy.
    Rate my setup: {server}, {amount} of {media}, {device} in {place}.
    Storage is like a wardrobe, you always fill it.
    {family} asked for {show} and I feel like a small television station.
    My {server} turned {3-8} today, not one failed drive.
    Power cut {when}, everything came back up without me. Nice.
    Sold my discs, kept the boxes, explain that to {family}.
    The cat slept on the {server} and changed the fan curve.
    Moved house, and the server was running before the fridge.
    Organising {media} is my gardening.
    Weekend project: new fans for the {server}.
    First time I hit {2-30} TB, is there a badge?
    Explained NAS to {family} as a very small library that hums.
    Who else has a library bigger than the time left to watch it?
    It took {howlong} to scan {amount}, went for a walk instead.
  `),
}
