console.log(JSON.stringify({ level: 'info', message: 'catalogue filled' }));
