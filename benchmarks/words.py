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
_SUBJECTS = (
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
_VERBS = (
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
_OBJECTS = (
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
_TAILS = (
    "",
    " under hela projektperioden",
    " i nära samarbete med lokala företag",
    " genom vägledning, praktik och studiebesök",
    " för minst 120 deltagare",
    " tillsammans med Arbetsförmedlingen och folkhögskolorna",
    ", vilket på sikt minskar arbetslösheten",
    " enligt en plan som tas fram i analysfasen",
)
SENTENCES = tuple(
    f"{subject} {verb} {thing}{tail}."
    for subject in _SUBJECTS
    for verb in _VERBS
    for thing in _OBJECTS
    for tail in _TAILS
)
