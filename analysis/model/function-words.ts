// The commonest function words of the languages that are told apart; a word of several languages counts for each.
import type { languages } from '../sentiment/dictionary.ts'

const listed = (text: string): readonly string[] => text.trim().split(/\s+/)

export const functionWords: Readonly<Record<(typeof languages)[number], readonly string[]>> = {
  en: listed(`the a an and or but if of to in on at for with from by as is are was were be been being am do does did have
    has had will would can could should may might must this that these those there here it its he she they them his her
    their we us our you your yours i me my im ive id ill youre theyre thats dont cant wont isnt didnt doesnt not no so
    just about into out up down what which who whom when where why how all any some more most than then too very only
    now new get got one u ur lol`),
  de: listed(`der die das den dem des ein eine einen einem einer und oder aber nicht kein keine ist sind war waren wird
    werden wurde hat haben hatte ich du er sie es wir ihr mich dich sich uns euch mein meine dein sein seine mit von vom
    zu zum zur bei beim nach aus auf für über unter durch gegen ohne um wie was wer wo wann warum weil dass wenn als auch
    noch nur schon sehr mehr so doch mal immer wieder jetzt hier dann kann können muss habe bin bitte danke nie alles
    nichts etwas mir dir ihm euer eure im am`),
  es: listed(`el la los las un una unos unas y o pero no de del al a en con por para sin sobre entre desde hasta que quien
    como cuando donde porque si es son era fue ser está están estoy estaba hay ha han he yo tú él ella nosotros ustedes
    ellos me te se le les lo nos mi mis tu tus su sus este esta esto estos ese esa eso muy más menos ya también todo toda
    todos nada nunca siempre ahora aquí qué gracias tengo tiene puede hace ni cada uno muchas`),
  fr: listed(`le la les un une des du de et ou mais ne pas plus est sont était être suis es ai as a avons avez ont je tu il
    elle on nous vous ils elles me te se lui leur mon ma mes ton ta tes son sa ses notre votre leurs ce cette ces cet qui
    que quoi dont où quand comment pourquoi parce si dans sur sous avec sans pour par chez vers entre aux au en y très
    trop bien aussi encore toujours jamais rien tout tous toute cest jai nest quel quelle merci fait faire peut même
    depuis ça cela`),
  pt: listed(`o a os as um uma uns umas e ou mas não de do da dos das em no na nos nas com por para pra sem sobre entre
    que quem como quando onde porque se é são era foi ser está estão estou estava há tem têm eu tu ele ela nós vocês você
    eles me te lhe meu minha meus seu sua seus este esta isto esse essa isso muito mais menos já também tudo nada nunca
    sempre agora aqui obrigado obrigada tenho pode fazer ao à pelo pela até só nem cada`),
  it: listed(`il lo la i gli le un uno una e o ma non di del della dei delle dello a al alla ai da dal dalla in nel nella
    con su sul sulla per tra fra che chi cui come quando dove perché se è sono era erano essere sta ho hai ha abbiamo
    avete hanno io tu lui lei noi voi loro mi ti si ci vi mio mia miei tuo tua suo sua questo questa questi quello quella
    molto più meno già anche ancora sempre mai niente nulla tutto tutti ora qui cosa grazie fare può solo così dopo`),
  nl: listed(`de het een en of maar niet geen van in op aan met voor door bij naar uit over om te tot zonder is zijn was
    waren wordt worden werd heeft hebben had ik jij je hij zij ze wij we jullie u mij me hem haar ons hun mijn jouw dit
    dat deze die er hier daar wat wie waar wanneer waarom hoe omdat als dan ook nog al wel zo heel meer meest nu nooit
    altijd alles niets iets kan kunnen moet ben bent bedankt echt weer gewoon toch`),
  pl: listed(`i w na z ze do od po za przez dla bez pod nad przy o u że nie tak jest są był była było były być mam ma mamy
    mają ja ty on ona ono my wy oni mnie mi cię ci go mu jej ich nas was się siebie mój moja moje twój jego nasz wasz ten
    ta to te tego tej tym który która które co kto gdzie kiedy jak dlaczego bo czy ale lub albo oraz też już jeszcze
    tylko bardzo więcej zawsze nigdy nic wszystko teraz tu tutaj dziękuję może można będzie żeby`),
  sv: listed(`och eller men inte det den en ett de dem är var vara varit har hade ha jag du han hon vi ni mig dig sig oss
    er min mitt mina din ditt sin sitt som att på i av med för till från om under över efter utan mot hos vad vem var när
    hur varför därför eftersom så mycket mer mest också bara ännu redan alltid aldrig inget ingen allt alla nu här där
    kan ska skulle måste blir blev tack detta denna dessa igen`),
  tr: listed(`ve veya ama bir bu şu o ben sen biz siz onlar benim senin bizim sizin onun beni seni bana sana bize size de
    da ki mi mı mu mü için ile gibi kadar daha en çok az değil var yok ne neden nasıl nerede kim hangi her hiç hep artık
    sonra önce şimdi burada olarak olan oldu olur olacak ediyor ettim yine bile sadece çünkü eğer teşekkürler lütfen`),
  da: listed(`og eller men ikke det den en et de dem er var være været har havde have jeg du han hun vi i mig dig sig os
    jer min mit mine din dit sin sit som at på af med for til fra om under over efter uden mod hos hvad hvem hvor hvornår
    hvordan hvorfor fordi så meget mere mest også kun endnu allerede altid aldrig intet ingen alt alle nu her der kan
    skal skulle må blev bliver tak denne dette disse igen`),
  id: listed(`yang dan di ke dari ini itu untuk dengan pada adalah tidak bukan saya aku kamu anda dia kami kita mereka ada
    akan sudah belum telah sedang bisa dapat harus juga atau tetapi tapi karena jika kalau saat ketika lebih sangat
    hanya saja lagi masih semua apa siapa mana kapan mengapa kenapa bagaimana oleh sebagai seperti nya terima kasih
    tak gak banget`),
  cs: listed(`a i v na z ze do od po za přes pro bez pod nad při o u že ne ano je jsou byl byla bylo byli být mám má máme
    mají já ty on ona ono my vy oni mě mi tě ti ho mu jí jich nás vás se si můj moje tvůj jeho náš váš ten ta to ty toho
    který která které co kdo kde kdy jak proč protože ale nebo také už ještě jen velmi více vždy nikdy nic všechno teď
    tady děkuji může bude aby jsem jsme`),
  ro: listed(`și sau dar nu este sunt era erau fi fost am ai are avem aveți au eu tu el ea noi voi ei ele mă te se îl îi
    meu mea mei tău ta său sa nostru acest această aceste acel acea care ce cine unde când cum de la în pe cu pentru prin
    fără din despre între că dacă foarte mai mult tot toate nimic niciodată mereu acum aici un o unui unei si să mulțumesc
    doar deja încă iar`),
  fi: listed(`ja tai mutta ei en et emme ette eivät on ovat oli olivat olla ollut minä sinä hän me te he minun sinun hänen
    meidän teidän heidän minua sinua tämä tuo se nämä nuo ne joka mikä kuka missä milloin miten miksi koska että jos kun
    niin myös vielä jo vain hyvin paljon enemmän aina koskaan mitään kaikki nyt tässä siellä voi pitää kiitos kuin
    sitä sen tämän mitä`),
}
