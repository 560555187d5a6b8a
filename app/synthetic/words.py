"""The words that made-up projects are made of. Data only; no name in it is a real project's."""

_TOWNS = """
Alingsås Arboga Arvika Boden Bollnäs Borlänge Borås Enköping Eskilstuna Eslöv Falkenberg Falun
Gävle Göteborg Halmstad Haparanda Helsingborg Hudiksvall Härnösand Jönköping Kalmar Karlskrona
Karlstad Katrineholm Kiruna Kristianstad Kungälv Landskrona Lidköping Linköping Ljungby Luleå
Lund Lycksele Malmö Mariestad Mjölby Mora Motala Norrköping Norrtälje Nyköping Örebro
Örnsköldsvik Östersund Piteå Sandviken Skellefteå Skövde Sollefteå Strömstad Sundsvall
Södertälje Trelleborg Trollhättan Uddevalla Umeå Uppsala Varberg Vetlanda Visby Vänersborg
Värnamo Västervik Västerås Växjö Ystad Åmål Ängelholm
"""
TOWNS = tuple(_TOWNS.split())
OWNERS = (
    "{} kommun",
    "{} stad, arbetsmarknadsförvaltningen",
    "Region {}",
    "Samordningsförbundet {}",
    "Arbetsförmedlingen {}",
    "Coompanion {}",
    "Folkuniversitetet {}",
    "Hushållningssällskapet {}",
    "Stiftelsen Framtid {}",
    "{} folkhögskola",
    "{} näringslivsbolag AB",
    "Kooperativet Kraft {}",
    "Föreningen Ung i {}",
    "Högskolan i {}",
    "Teknikföretagen {}",
)
_BEGINNINGS = """
Kompetens Framtids Arbets Jobb Språk Etablerings Integrations Utvecklings Ungdoms Vård Industri
Digitaliserings Hållbarhets Mångfalds Kvalitets Lärande Samverkans Nystarts
"""
BEGINNINGS = tuple(_BEGINNINGS.split())
_ENDINGS = """
lyftet kraften vägen bron språnget steget resan spåret porten akademin arenan nätverket modellen
verkstaden satsningen
"""
ENDINGS = tuple(_ENDINGS.split())
PHASES = ("Förprojektering", "Genomförande")
SUBJECTS = (
    "Projektet",
    "Kommunen",
    "Deltagarna",
    "Arbetsgivarna i länet",
    "De medverkande företagen",
    "Styrgruppen",
    "Regionens aktörer",
    "Handledarna",
    "Ungdomar utan gymnasieexamen",
    "Personer långt från arbetsmarknaden",
    "Nyanlända kvinnor och män",
)
VERBS = (
    "ska stärka",
    "utvecklar",
    "prövar nya arbetssätt för",
    "kartlägger behovet av",
    "får tillgång till",
    "bygger upp",
    "samverkar kring",
    "följer upp och sprider",
    "undanröjer hinder för",
    "bidrar till",
)
OBJECTS = (
    "kompetensutveckling i arbetslivet",
    "vägar in på arbetsmarknaden",
    "en hållbar etablering",
    "språkstöd på arbetsplatsen",
    "jämställdhet och lika möjligheter",
    "tillgänglighet för alla målgrupper",
    "den digitala kompetensen hos anställda",
    "validering av yrkeskunskaper",
    "matchning mellan utbildning och arbete",
    "metoder för uppsökande verksamhet",
    "samordnad rehabilitering",
    "socialt företagande i glesbygd",
)
TAILS = (
    "",
    " under hela projektperioden",
    " i nära samarbete med lokala företag",
    " genom vägledning, praktik och studiebesök",
    " för minst 120 deltagare",
    " tillsammans med Arbetsförmedlingen och folkhögskolorna",
    ", vilket på sikt minskar arbetslösheten",
    " enligt en plan som tas fram i analysfasen",
)
_SETTINGS = """
skogsbruket tvätteriet växthuset bageriet snickeriet biblioteket hamnen museet gruvan tryckeriet
stallet fisket sågverket slakteriet mejeriet teatern rederiet skrädderiet varvet gjuteriet
"""
SETTINGS = tuple(_SETTINGS.split())
"""Words that come in this one form, in no compound: whoever searches by stems finds no more."""
_PARTS = """
arbets arbetsgivar arbetslivs arbetsmarknads barn bransch data deltagar digitaliserings etablerings
familje framtids friskvårds företags förenings förändrings glesbygds grund handels handlednings
hälso industri inkluderings innovations integrations jobb jämställdhets klimat kompetens
kultur kvalitets kvinno lands lednings likabehandlings livs läns lärande medarbetar miljö
motivations mångfalds mentors närings omställnings omvårdnads personal praktik projekt
påverkans regions rekryterings resurs samhälls samverkans service skol social
språk studie teknik tillgänglighets trafik ungdoms uppföljnings utbildnings utvecklings validerings
verksamhets vuxen vägvals vård yrkes
"""
PARTS = tuple(_PARTS.split())
"""What compounds begin with."""
_HEADS = """
stöd stödet stöden; insats insatsen insatser insatserna; modell modellen modeller modellerna;
metod metoden metoder metoderna; plan planen planer planerna; kurs kursen kurser kurserna;
grupp gruppen grupper grupperna; nätverk nätverket nätverken; center centret centren;
träning träningen träningar träningarna; program programmet programmen;
plats platsen platser platserna; analys analysen analyser analyserna;
coach coachen coacher coacherna; ledare ledaren ledarna; process processen processer processerna;
kedja kedjan kedjor kedjorna; behov behovet behoven; mål målet målen; krav kravet kraven;
aktör aktören aktörer aktörerna; strategi strategin strategier strategierna;
dialog dialogen dialoger dialogerna; material materialet materialen; område området områden;
arena arenan arenor arenorna; roll rollen roller rollerna; resa resan resor resorna;
team teamet teamen; verkstad verkstaden verkstäder verkstäderna
"""
HEADS = tuple(tuple(forms.split()) for forms in _HEADS.split(";"))
"""What compounds end with, in each of its forms."""
