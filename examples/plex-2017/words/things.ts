// Words that sentences are filled with: machines, media, family, time. No person and no address among them.
import { lines } from '../grammar.ts'

const list = (text: string) => text.split('|').map((item) => item.trim())

export const things = {
  device: list(
    'Roku|Shield TV|Chromecast|Apple TV|Fire Stick|Xbox One|PS4|Raspberry Pi|LG TV|Samsung TV|iPad|Android phone|Nexus Player|old laptop|Fire tablet|Roku 3|smart TV in the kitchen|bedroom TV|web client',
  ),
  app: list('Roku|Shield|iPad|Android|Xbox|PS4|Fire TV|Apple TV|web|Windows|Samsung|LG|iOS|Mac'),
  server: list(
    'Synology|QNAP|Unraid box|FreeNAS box|NUC|old gaming PC|MicroServer|Mac mini|Ubuntu VM|Docker container|Windows 10 desktop|dual Xeon|ReadyNAS|Linux box in the basement|little Celeron NAS|i5 tower|i7 under the desk|headless Debian machine|second-hand workstation|server in the closet',
  ),
  media: list(
    "home videos|concert recordings|old sitcoms|anime|kids' cartoons|documentaries|holiday videos|DVD rips|Blu-ray rips|audiobooks|box sets|FLAC albums|nature films|opera recordings|football recordings|silent films|black-and-white films|cooking shows|wedding videos|lecture recordings|4K remuxes|martial arts films|westerns|stand-up specials",
  ),
  family: list(
    'my wife|my dad|my mum|my brother|my girlfriend|my husband|my flatmate|grandma|my sister|my roommate|my mother-in-law|my eldest|my cousin|my best friend|my boyfriend|my uncle|half my family',
  ),
  years: list(
    'two years|three years|four years|five years|six years|ages|a long time|half a decade|about eighteen months|more years than I want to count|well over three years|longer than I have had this job',
  ),
  since: list(
    'since 2011|since 2012|since 2013|since 2014|since the early betas|since before the redesign|since the very first mobile app|since my old Mac mini days|for {years}|for {years} now|since I ripped my first disc',
  ),
  amount: list(
    '{2-24} TB|{300-900} films|{3-9} thousand episodes|about {12-90} thousand tracks|{2-6} full drives|a wall of discs|{900-990} GB|{3-9} hundred gigabytes|twenty years of footage|{40-200} box sets',
  ),
  feel: list(
    'angry|disappointed|annoyed|upset|furious|sad|worried|fed up|disgusted|insulted|betrayed|uneasy|frustrated|shocked|uncomfortable|appalled|let down',
  ),
  feeling: list('sad|angry|nervous|uneasy|sick|furious|worried|cringe|bitter|mad|anxious|miserable'),
  awful: list(
    'terrible|awful|horrible|shameful|ridiculous|disgusting|creepy|insulting|wrong|outrageous|pathetic|appalling|stupid|unacceptable|disgraceful|hostile|a bad joke|an insult|a disaster|plain bad|so disappointing',
  ),
  good: list(
    'great|lovely|brilliant|fantastic|wonderful|excellent|rock solid|really nice|a joy|superb|awesome|perfect|amazing|so good|impressive|delightful',
  ),
  rival: list(
    'Emby|Kodi|Emby|Kodi|Universal Media Server|Serviio|a plain DLNA server|Subsonic|MediaPortal|Kodi with a network share|good old file shares|Emby on the same box|a shared folder and VLC|Kodi plus a MySQL library|an Emby container',
  ),
  soon: list(
    'tonight|this weekend|tomorrow|on Monday|next week|as soon as I have a free evening|before 20 September|the moment the kids are in bed|during lunch|once my backup is done|after work|on Sunday',
  ),
  place: list(
    'the living room|the bedroom|the office|the garage|the kitchen|the cabin|a hotel|the train|the attic|the guest room|my dorm|the camper van',
  ),
  codec: list('HEVC|H.264|10-bit HEVC|MPEG-2|VC-1|DTS|TrueHD|AC3|AAC 5.1|Opus|FLAC|interlaced MPEG'),
  subs: list(
    'PGS|SRT|VobSub|forced|SSA|burned-in|closed caption|external SRT|Danish|Spanish|Dutch|Korean|French|German',
  ),
  version: list(
    "1.7.{3-6}|1.8.0|1.8.1|the latest beta|the newest build|the public release|last week's build|the build of {3-9} August",
  ),
  system: list(
    'Ubuntu 16.04|Windows 10|macOS Sierra|DSM 6|Unraid|FreeNAS 11|Debian|CentOS 7|Docker|Windows Server 2012|QTS|Arch',
  ),
  percent: list('{85-100}%|{40-75}%|{12-35}%|100%'),
  when: list(
    'yesterday|since this morning|after the last update|last night|about a week ago|since Tuesday|twice today|every evening|at random|after a reboot',
  ),
  colleague: list(
    'a friend|a colleague|my neighbour|someone at work|a mate|my old boss|somebody I share with|a guy at the office|a relative',
  ),
  tag: list('#plex|#plex #privacy|#privacy|#plexpass|#selfhosted|#cordcutting|#homeserver|#htpc|#nas'),
  howlong: list('{2-9} hours|a whole evening|most of Sunday|{15-50} minutes|a weekend|an hour|{3-5} evenings'),
  show: lines(`
    a detective series
    a baking show
    a space opera
    a long running soap
    a hospital drama
    a 1970s comedy
    a puppet show
    a Nordic thriller
    a courtroom drama
    a motor racing documentary
    a superhero cartoon
    a history series
  `),
}
