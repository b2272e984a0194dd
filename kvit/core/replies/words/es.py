"""Spanish."""

from kvit.core.replies.words.table import Table

TABLE = Table(
    common=(
        "el la los las de que en y a un una por para con no se es hemos su sus del al ya esta este nos "
        "les me lo favor gracias hola como más factura está"
    ),
    negations="no|nunca|ni|sin|tampoco|jamás",
    conditions="si|cuando|hasta|después|cuanto|siempre|salvo|tras / en cuanto / una vez",
    cues={
        "paid": """
            85 dinero|importe|pago|transferencia ~ salió|salido|cargado|adeudado|llegado
            85 consta|figura|aparece ~ como? pagada|abonada|liquidada
            80 cargo en
            95 hemos|he|ha|han|fue|sido|ya ~ pagado|abonado|transferido|liquidado|ingresado
            95 está|esta|fue|ya|queda|quedó|sido ~ pagada|abonada|liquidada|saldada|pagado
            90 se pagó|abonó|liquidó|transfirió
            90 factura ~ pagada|abonada|liquidada|saldada
            85 pago|importe|transferencia|dinero ~ \
                salió|realizó|hizo|efectuó|hecho|realizado|hecha|efectuado|realizada
            85 hice|hicimos|realicé|realizamos|ordené|ordenamos ~ transferencia|pago|ingreso
            90 pagué|aboné|transferí
            60 adjunto ~ justificante|extracto|comprobante
            50 justificante|comprobante ~ pago|transferencia
        """,
        "pays": """
            70 pagamos|abonamos|transferimos|liquidamos|pago
            65 hago|hacemos ~ transferencia|ingreso|pago
        """,
        "dispute": """
            90 no ~ llegado|llega|recibido|llegó ~ nada|mercancía
            90 nada ha? llegado
            85 no ~ las|los|lo|la que ~ acordamos|pactamos|pedimos|acordado
            85 no ~ hacer|haremos ~ ninguna|ningún ~ transferencia|pago
            75 horas ~ no ~ correct*
            95 no|nunca ~ recibido|recibimos|pedido|pedimos|encargado|solicitado|entregado ~ \
                mercancía|pedido|servicio|producto*|género|entrega|material
            90 mercancía|pedido|material|género|entrega|envío ~ no ~ llegado|recibido|entregado|llegó
            85 todavía|aún no ~ llegado|entregado|recibido
            90 nunca ~ pedido|contratado|encargado|solicitado
            95 no ~ acuerdo|conformes|conforme|aceptamos|acepto|coincide|reconocemos|corresponde|coinciden|cuadra
            90 negamos|niego|rechaz* ~ pagar|factura|pago|a
            80 no ~ pagar|pagaremos|pagamos|pagaré
            90 defectuos*|rot*s|rota|roto|dañad*|faltan|falta|averiad*|incomplet*|estropead*
            90 importe|precio|cantidad|factura|iva|total|tipo ~ incorrect*|equivocad*|erróne*|mal
            90 importe|precio|cantidad|factura|iva|total ~ no ~ correcto|correcta|bien
            85 error|errores en? ~ factura|importe|iva
            80 acordamos|acordado|pactamos ~ #|otro
            80 precio ~ acordado|pactado
            90 cobrado|facturado ~ veces|doble|más|dos
            85 reclamamos|reclamación|reclamo|disput*|impugn*|queja
            85 esperamos|queremos|emitan|necesitamos ~ abono|rectificativa
            85 rectificativa|rectifiquen
            90 factura ~ no ~ nuestra|nosotros
            70 devuelto|devolvimos
            55 corríjan*|corrijan|corregir
            60 a qué|que corresponde
        """,
        "promise": """
            85 autoriza|autorizará|autorizan|libera ~ pago|transferencia
            80 tendrán|tendrá|tienen ~ dinero|pago|transferencia|importe
            75 nos ocuparemos
            90 pagaremos|pagaré|abonaremos|abonaré|transferiremos|liquidaremos|ingresaremos
            85 haremos|haré|realizaremos|efectuaremos ~ transferencia|pago|ingreso
            85 vamos|voy a pagar|abonar|transferir|hacer ~ transferencia|pago?
            80 vamos|voy a pagar|abonar|transferir
            80 recibirán|recibirá|tendrán ~ dinero|pago|transferencia|importe
            80 pago|factura ~ previsto|programad*|prevista|aprobad*
            60 lo haremos|haré
            65 prometo|prometemos
        """,
        "plan": """
            85 # ~ ahora ~ # ~ cada|al|mes
            80 # ~ cada mes|semana
            75 mensualmente|semanalmente
            70 no ~ podemos ~ todo|completo|entero|toda
            95 plazos|cuotas|fraccion*|mensualidades
            95 plan|calendario de pagos|pago
            90 por|en partes
            85 aplaz*|prórroga
            85 solo|sólo ~ mitad|parte
            85 mitad ahora
            80 # ~ al mes
            55 mal ~ liquidez
        """,
        "document": """
            85 factura|documento|copia ~ otra vez
            80 borró|borré|perdido|perdí ~ correo|factura|mail
            70 enlace ~ no
            95 reenv*|reenvíen*
            90 envíen*|enviar*|manden|mandar|envíe*|mandarme ~ nuevo|copia|factura|otra|duplicado
            90 volver a enviar*|mandar*
            90 copia de ~ factura
            85 no|nunca ~ recibido|recibimos|encuentro|encontramos|tenemos|tengo ~ factura
            85 no ~ abre|abrir|abrirlo|encuentro
            60 duplicado
        """,
        "address": """
            85 jubilado|jubiló
            85 facturas ~ recibe|lleva|gestiona|reciben ~ ahora?
            80 nuevo|nueva ~ contacto|compañera|compañero|contable
            90 ya? no ~ trabajo|llevo|formo|trabaja|encargo
            90 equivocado|equivocada ~ persona|dirección|correo
            85 nueva|nuevo ~ dirección|domicilio|correo|sede
            90 correo|dirección|buzón|email ~ no ~ usa|correcto|correcta|válid*|activo|utiliza
            85 escriban|envíen|manden|escribir ~ a @*
            80 quítenme|elimínenme|bórrenme|quiten
            80 mudado|trasladado|mudamos
            70 cambiado ~ dirección|domicilio
        """,
        "cancellation": """
            90 no ~ renov*|prorrogar|continuar ~ suscripción|contrato|servicio
            85 terminar|finalizar|dejar ~ suscripción|contrato|servicio
            95 cancel*|anul*
            95 rescisión|rescind*
            95 dar|darme|darnos|causar de? baja ~ contrato|servicio|suscripción|abono?
            90 dar|darme|darnos de baja
            60 no ~ necesitamos|necesito
        """,
        "absence": """
            85 de viaje
            85 leeré|responderé|contestaré|leer ~ correo|correos|mensaje* ~ después|partir|cuando
            85 ausente
            95 fuera de ~ oficina
            95 respuesta automática
            90 de|mis vacaciones|permiso
            90 de baja ~ por ~ maternidad|paternidad|enfermedad|médica
            90 baja por|médica ~ maternidad|paternidad|enfermedad?
            75 vuelvo|regreso|volveré|regresaré|reincorpor*
            80 sin acceso
            75 urgencias|urgente|urgentes
        """,
        "other": """
            70 gracias
            75 hemos|he ~ recibido ~ factura|mensaje|correo
            70 recibido
            75 revisaremos|revisamos|comprobaremos
            75 quién|quien|qué|cuándo|cuando|dónde|cuál|cómo|como
            70 paso|pasado ~ departamento|contabilidad
            75 feliz|felices|felicidades
            70 número de pedido
        """,
    },
    voids={
        "paid": "si|cuando|será|pagaremos|hasta|para|haber",
        "promise": "si|no|nunca",
        "pays": "si|no|podemos|podríamos|nunca / el pago / un pago",
        "absence": "contrato|suscripción|servicio",
        "cancellation": "maternidad|paternidad|enfermedad",
    },
    near={"hoy": 0, "mañana": 1, "pasado mañana": 2, "ayer": -1, "anteayer": -2, "esta mañana": 0},
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        "enero|ene",
        "febrero|feb",
        "marzo|mar",
        "abril|abr",
        "mayo",
        "junio|jun",
        "julio|jul",
        "agosto|ago",
        "septiembre|setiembre|sept",
        "octubre|oct",
        "noviembre|nov",
        "diciembre|dic",
    ),
    following="siguiente",
    coming="próximo|próxima|que viene|viene|entrante",
    last="pasado|pasada",
    week="semana",
    month="mes",
    days="días|día|dias",
    within="en|dentro de|plazo de",
    ends="final|fin|finales",
    the="el|el día|día|al",
    numbers={"un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "diez": 10, "quince": 15},
)
