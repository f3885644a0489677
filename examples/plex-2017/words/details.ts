// What people tell about themselves: their machines on ordinary days, their households when it gets serious.
import { lines } from '../grammar.ts'

export const details = {
  setup: lines(`
    Running {version} on {system}.
    Specs: {server}, {4-32} GB of memory.
    Everything is wired, no wifi in between.
    I have tried a restart, a rescan and {howlong} of reading.
    The file plays fine in VLC.
    My library holds {amount} of {media}.
    It happens on the {device} and the {device}, not on the {device}.
    Logs show nothing that I understand.
    Two of my friends see the same.
    It worked in {version}.
    I set this up {since}.
    The {server} sits in {place} and nobody touches it.
    Happens with {media} only.
    Upload is {5-40} Mbps, so that should not be it.
    I am not in a hurry, just curious.
    The forum search brought up a thread from {2012-2016}.
    It is a fresh install, database and all.
    I already cleared the codecs folder.
    The drive is at {61-97}% and {3-9} years old.
    The database lives on {a-disk}.
    {4-32} GB of memory, {2-16} cores, nothing else running.
    Router is {a-router}, in case that matters.
    Both the {device} and the {server} are on the same switch.
    Tried it with {media} and with {media}, same result.
    My {device} is on the newest firmware, checked {when}.
    It takes {2-50} seconds each time.
    {family} noticed it before I did.
    No problem at all on the {device}.
    I rebuilt the library {when}, no change.
    The log says "{log-line}" and then nothing.
    The same file plays on the {device} of {colleague}.
    Quality is set to {1-20} Mbps at home and {1-8} Mbps away.
    I run {version} from the {system} package.
    There are {2-9} libraries, this concerns {media} only.
    Reinstalled the {app} app {2-4} times.
    The {server} is {2-8} years old and was cheap even then.
    Everything sits in {place}, next to the washing machine.
    Could be my {device}, it has been odd {when}.
    Moved it from {system} to {system} in between.
    It used to work with {version} on the {device}.
    Tested with one file of {2-40} GB.
    I am on the {server} with a static address.
    The {device} is connected by [wifi|cable|powerline|a long cable through the attic].
    CPU stays under {10-60}% all the time.
    About {2-12} people use it, mostly in the evening.
    My naming follows the guide to the letter.
    Antivirus is off and the firewall has an exception.
    {media-cap} are on a network share, the rest is local.
    Happens in {place} and in {place}, so it is not the TV.
    With {codec} it is worse than with {codec}.
    I keep {amount}, sorted into {3-12} folders.
    Not the first time, I saw it in {version} too.
    Nothing special in my settings, I only changed the language.
    The {app} app and the {app} app behave the same.
    Restarting the {device} helps for {10-50} minutes.
    I can reproduce it every time with {show}.
    The clock on the {server} is right, I looked.
    Rolled back to {version}, which changed nothing.
    Storage is {2-8} disks in a mirror.
  `),
  'a-disk': [
    'an SSD',
    'a spinning disk',
    'a memory stick',
    'the system drive',
    'a RAM disk',
    'the NAS itself',
    'a cheap SSD',
  ],
  'a-router': [
    'the one from the provider',
    'an old dual-band box',
    'a small firewall',
    'something with too many antennas',
    'new since Tuesday',
  ],
  'log-line': [
    'not found',
    'timeout',
    'busy',
    'no decision',
    'unknown codec',
    'access denied',
    'retrying',
    'slow query',
  ],
  'media-cap': ['Films', 'Series', 'Home videos', 'Concerts', 'Cartoons', 'Documentaries', 'Audiobooks'],
  personal: lines(`
    I have used this {since}.
    My server has {amount} of {media} on it.
    {family} uses it every evening in {place}.
    I recommended it to {3-15} people.
    I work in [security|healthcare|a law office|IT support|a school|advertising, so I know], and this would never pass there.
    We are {3-9} people on one {server}.
    I run it on {system}, offline most of the time.
    All of it is my own {media}, ripped from discs I own.
    There are kids in this house.
    I set it up for {family} and promised that nothing leaves the house.
    The {server} was bought for this one purpose.
    I moderate a small [film club|music group|parents' group] that shares a server.
    I moved everything from {rival} back in {2012-2016}.
    At home we watch {show} and {media}, hardly secrets, but that is not the point.
    I am no activist, I just like switches that work.
    My firewall log has been busy {when-seen}.
    It sits on a network without internet access half of the year.
    Last year I wrote the setup guide for {colleague}.
    I host for {2-9} relatives, most of them over seventy.
    My {server} has not been rebooted for {50-300} days.
    In our house {place} is where everybody meets for {show}.
    I learnt Linux because of this software.
    {family} thinks that I wrote it, I get the calls when it fails.
    I translate forum posts for {colleague}, this one I could not explain.
    I bought a {device} for every room.
    My collection is {media} and {media}, nothing to hide, nothing to show.
    I keep {amount} that nobody else has a copy of.
    My provider already knows too much.
    For {years} I answered beginners' questions here.
    {colleague} asked me {soon-done} which server to buy and I had no good answer.
    We pay for {2-4} passes in the family.
    I am a teacher and use it for {media} in class.
    I do this for a living, {2-20} servers in small offices.
    My kids are {3-9} and {10-16}, they watch {show}.
    {family} does not even have an email account.
    I live where the line drops every evening, so offline matters.
    I spent {howlong} naming {media} properly.
    My {server} was a birthday present.
    I wrote a small script around it that {3-40} people use.
    The {device} in {place} is the only screen we own.
    I once drove {20-300} km to fix the server of {family}.
    I read policies for a living, {years} by now.
    My {media} took me {2-9} winters to digitise.
    I left the last big service over the same thing.
    Half of my backup plan is sharing with {colleague}.
    I have been online since modems, few things shock me.
    I test betas on a {server} and report what breaks.
    There is a {device} at my parents' place that I look after.
    I never had an account anywhere else for my own {media}.
    My employer forbids software that cannot be silenced.
    I speak for a household of {2-7} and one cat.
    I keep a diary of what breaks, it was short until now.
    {family} only watches {show}, over and over.
    Between work and kids I have {10-50} minutes a day for this hobby.
    I host {media} of our local club.
    When friends ask, I am the one who says which program is safe.
    I have {2-5} old phones that serve as remotes.
    I like this software, that is why I write at all.
  `),
}
